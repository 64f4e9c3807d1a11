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
    await this.page.getByRole("button", { name }).click();
    await expect(this.page.getByLabel(`Persona: ${name}`)).toBeVisible();
    await expect(this.notice()).toContainText(`You act as ${name} now`);
  }

  /** The place where answers to forms appear. */
  notice() {
    return this.page.locator(".cds--inline-notification");
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
    const entries = this.page.getByRole("log", { name: "Shell output" }).getByRole("listitem");
    const prompt = await this.page.locator("label[for=shell-line]").innerText();
    const last = await entries.last().innerText();
    return [await entries.count(), prompt, last].join("\n");
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
