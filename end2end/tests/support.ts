// What the journeys share: a visitor with an account of their own, at the console and at the shell.
import { type Page, expect, test as base } from "@playwright/test";

export class Visitor {
  constructor(
    readonly page: Page,
    /** Whether pages have their script. */
    readonly script: boolean,
  ) {}

  /** Opens a fresh account, as its owner. */
  async start(template?: string) {
    await this.page.goto("/");
    if (template) await this.page.getByLabel("Begin with").selectOption(template);
    await this.page.getByRole("button", { name: "Start" }).click();
    await expect(this.page.getByRole("heading", { level: 1, name: "Users" })).toBeVisible();
    await this.ready();
  }

  /** Goes to a page, and waits until the script, where there is one, has taken it over. */
  async visit(path: string) {
    await this.page.goto(path);
    await this.ready();
  }

  /** Acts as another persona from now on, by the menu in the header. */
  async actAs(name: string) {
    await this.page.getByLabel(/^Persona:/).click();
    await this.persona(name).click();
    await expect(this.page.getByLabel(`Persona: ${name}`)).toBeVisible();
    await this.told(`You act as ${name} now`);
  }

  /** The entry of a persona in the open menu; the button beside it only looks. */
  persona(name: string) {
    return this.page.getByRole("listitem").filter({ hasText: name }).getByRole("button").first();
  }

  /** Opens the shell's panel. */
  async openShell() {
    await this.page.getByRole("link", { name: "Shell", exact: true }).click();
    await expect(this.page.getByRole("log", { name: "Shell output" })).toBeVisible();
  }

  /** Answers to forms: what was done is a status, what was refused an alert. */
  notice() {
    return this.page.getByRole("status").or(this.page.getByRole("alert"));
  }

  /** Waits for the answer to a form, and returns it. */
  async told(text: string | RegExp) {
    const notice = this.notice().filter({ hasText: text });
    await expect(notice).toBeVisible();
    return notice;
  }

  /** Follows a link in the side navigation. */
  async go(entry: string) {
    await this.page.getByRole("navigation", { name: "Side navigation" }).getByRole("link", { name: entry, exact: true }).click();
    await expect(this.heading(entry)).toBeVisible();
  }

  /** The page's heading. */
  heading(name: string) {
    return this.page.getByRole("heading", { level: 1, name, exact: true });
  }

  /** Opens a tab of a page. */
  async tab(name: string) {
    const tabs = this.page.getByRole("main").getByRole("navigation");
    const tab = tabs.getByRole("link", { name, exact: true });
    await tab.click();
    await expect(tab).toHaveAttribute("aria-current", "page");
  }

  async press(button: string) {
    await this.page.getByRole("button", { name: button, exact: true }).click();
  }

  async follow(link: string | RegExp) {
    await this.page.getByRole("link", { name: link, exact: true }).click();
  }

  /** The value beside a label in a list of facts. */
  fact(label: string) {
    const labels = this.page.getByRole("term").filter({ hasText: new RegExp(`^${label}$`) });
    return labels.locator("xpath=following-sibling::dd[1]");
  }

  /** The row of a table that holds a text. */
  row(text: string | RegExp) {
    return this.page.getByRole("row").filter({ hasText: text });
  }

  /** Presses an entry of a row's menu. */
  async rowAction(row: string | RegExp, entry: string) {
    const actions = this.row(row).getByLabel(/^Actions for/);
    await actions.click();
    await this.row(row).getByText(entry, { exact: true }).click();
  }

  /** Types lines at the shell, the answers to its questions too, and returns what the first one printed in all. */
  async run(line: string, ...answers: string[]): Promise<string> {
    const log = this.page.getByRole("log", { name: "Shell output" });
    if (!(await log.isVisible())) await this.visit("/shell");
    for (const typed of [line, ...answers]) {
      const asked = await this.mark();
      await this.page.getByLabel("Shell command").fill(typed);
      await this.page.getByRole("button", { name: "Run" }).click();
      await expect.poll(() => this.mark(), { message: typed }).not.toEqual(asked);
    }
    return log.locator("pre").last().innerText();
  }

  /** Runs a line that is to succeed. */
  async ok(line: string, ...answers: string[]): Promise<string> {
    const shown = await this.run(line, ...answers);
    expect(shown, line).not.toContain("FAILED");
    return shown;
  }

  /** Runs a line that is to fail. */
  async fails(line: string): Promise<string> {
    const shown = await this.run(line);
    expect(shown, line).toContain("FAILED");
    return shown;
  }

  /** How far the shell is: each answer makes the log longer, or asks something else. */
  private async mark() {
    const prompt = await this.page.locator("label[for=shell-line]").innerText();
    return `${await this.page.getByRole("log", { name: "Shell output" }).innerText()}\n${prompt}`;
  }

  private async ready() {
    await this.page.waitForLoadState("load");
    if (this.script) await this.page.locator("html[data-ready]").waitFor({ state: "attached" });
  }
}

/** Tests with a visitor. Whatever the browser's console complains about fails the test. */
export const test = base.extend<{ visitor: Visitor }>({
  visitor: async ({ page, javaScriptEnabled }, use) => {
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    const script = javaScriptEnabled !== false;
    await use(new Visitor(page, script));
    if (script) expect(complaints).toEqual([]);
  },
});

export { expect };
