// The frame around every page: themes, the account's clock, looking as somebody else, the command palette, the shell's panel.
import AxeBuilder from "@axe-core/playwright";
import { type Page } from "@playwright/test";
import { Visitor, expect, test } from "./support";

const log = (page: Page) => page.getByRole("log", { name: "Shell output" });

async function violations(page: Page) {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.map(({ id, nodes }) => [id, nodes.map((node) => node.target.join(" "))]);
}

test("a theme is chosen in the header, and is there before any script runs", async ({ visitor }) => {
  const { page } = visitor;
  await page.emulateMedia({ colorScheme: "light" });
  await visitor.start();
  const root = page.locator("html");
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  for (const [theme, colour] of [
    ["Gray 10", "rgb(244, 244, 244)"],
    ["Gray 90", "rgb(38, 38, 38)"],
    ["Gray 100", "rgb(22, 22, 22)"],
    ["White", "rgb(255, 255, 255)"],
  ]) {
    await page.getByLabel(/^Persona:/).click();
    await page.getByRole("button", { name: theme, exact: true }).click();
    await expect.poll(background).toBe(colour);
    await page.getByLabel(/^Persona:/).click();
    await expect(page.getByRole("button", { name: theme, exact: true })).toHaveAttribute("aria-pressed", "true");
    expect(await (await page.request.get("/iam/users")).text()).toContain(`data-theme="${await root.getAttribute("data-theme")}"`);
    expect(await violations(page), theme).toEqual([]);
    await page.keyboard.press("Escape");
  }
  await page.getByLabel(/^Persona:/).click();
  await page.getByRole("button", { name: "System", exact: true }).click();
  await expect(root).not.toHaveAttribute("data-theme");
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(background).toBe("rgb(22, 22, 22)");
});

test("the console is looked at as somebody else, changes nothing, and is returned from", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  const banner = page.getByRole("complementary", { name: "View as" });
  await page.getByLabel(/^Persona:/).click();
  await page.getByRole("button", { name: "View as viewer@example.com" }).click();
  await expect(banner).toContainText("You see the console as viewer@example.com would.");
  await expect(page.getByLabel("Persona: owner@example.com")).toBeVisible();
  await expect(page.getByRole("button", { name: "Invite users" })).toBeDisabled();
  expect(await violations(page)).toEqual([]);

  // The banner goes along, and what is sent is refused.
  await visitor.go("API keys");
  await visitor.follow("Create an IBM Cloud API key");
  const dialog = page.getByRole("dialog", { name: "Create an IBM Cloud API key" });
  await dialog.getByLabel("Name", { exact: true }).fill("not to be");
  await dialog.getByRole("button", { name: "Create" }).click();
  await visitor.told("You are only looking");
  await visitor.visit("/iam/apikeys");
  await expect(banner).toBeVisible();
  await page.getByRole("button", { name: "Return to owner@example.com" }).click();
  await expect(banner).toHaveCount(0);
  await expect(visitor.row("not to be")).toHaveCount(0);
  await visitor.go("Users");
  await expect(page.getByRole("link", { name: "Invite users" })).toBeVisible();
});

test("the palette finds a user, a cluster and an action by keyboard alone", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  const palette = page.getByRole("dialog", { name: "Search the console" });
  const line = palette.getByRole("combobox");
  const open = async () => {
    await page.keyboard.press("Control+k");
    await expect(line).toBeFocused();
  };
  await open();
  await expect(palette.getByRole("option", { name: /^Cluster credentials/ })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(palette).toHaveCount(0);

  await open();
  await page.keyboard.type("viewer@");
  const viewer = palette.getByRole("option", { name: /^Viewer/ });
  await expect(viewer).toHaveAttribute("aria-selected", "true");
  await expect(line).toHaveAttribute("aria-activedescendant", `${await viewer.getAttribute("id")}`);
  await page.keyboard.press("Enter");
  await expect(visitor.heading("Viewer")).toBeVisible();
  await expect(palette).toHaveCount(0);

  await open();
  await page.keyboard.type("reset us-south default");
  await expect(palette.getByRole("option")).toHaveText(["Reset the API key of us-south / default"]);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Reset the API key of us-south / default?" });
  await expect(dialog).toBeVisible();

  // Without hope it says so, and goes nowhere.
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await open();
  await page.keyboard.type("no such thing");
  await expect(palette).toContainText("Nothing that you may see fits no such thing.");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(palette.getByRole("button", { name: "Close the search" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(line).toBeFocused();
});

test("the panel of the shell is sized by keys and mouse, moved, closed, and remembered", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.openShell();
  await expect(page.getByLabel("Shell command")).toBeFocused();
  const panel = page.getByRole("region", { name: "Shell", exact: true });
  const edge = panel.getByRole("separator", { name: "Size of the shell" });
  await expect(edge).toHaveAttribute("aria-valuenow", "40");
  await edge.press("ArrowUp");
  await expect(edge).toHaveAttribute("aria-valuenow", "42");
  await edge.press("End");
  await expect(edge).toHaveAttribute("aria-valuenow", "80");
  await edge.press("Home");
  await expect(edge).toHaveAttribute("aria-valuenow", "20");
  const { height } = page.viewportSize() ?? { height: 720 };
  const place = await edge.boundingBox();
  await page.mouse.move(600, (place?.y ?? 0) + 2);
  await page.mouse.down();
  await page.mouse.move(600, height / 2, { steps: 5 });
  await page.mouse.up();
  await expect(edge).toHaveAttribute("aria-valuenow", "50");
  await panel.getByRole("button", { name: "Move beside the page" }).click();
  await expect(edge).toHaveAttribute("aria-orientation", "vertical");
  await expect.poll(async () => (await panel.boundingBox())?.x).toBeGreaterThan(500);
  expect(await violations(page)).toEqual([]);

  await page.reload();
  await page.locator("html[data-ready]").waitFor({ state: "attached" });
  await expect(log(page)).toBeVisible();
  await expect(edge).toHaveAttribute("aria-valuenow", "50");
  await expect(edge).toHaveAttribute("aria-orientation", "vertical");
  await panel.getByRole("button", { name: "Close the shell" }).click();
  await expect(panel).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Shell", exact: true })).toBeFocused();
});

test("earlier lines are searched, ways to complete are chosen, output is copied and cleared", async ({ visitor, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { page } = visitor;
  await visitor.start();
  await visitor.openShell();
  for (const line of ["ibmcloud target", "ibmcloud ks clusters", "ibmcloud account users"]) await visitor.ok(line);
  const line = page.getByLabel("Shell command");
  await line.press("Control+r");
  const past = page.getByRole("listbox", { name: "Earlier lines" });
  await expect(past.getByRole("option")).toHaveText(["ibmcloud account users", "ibmcloud ks clusters", "ibmcloud target"]);
  await line.pressSequentially("ks");
  await expect(past.getByRole("option")).toHaveText(["ibmcloud ks clusters"]);
  await line.press("Enter");
  await expect(line).toHaveValue("ibmcloud ks clusters");
  await expect(past).toHaveCount(0);

  await line.fill("ibmcloud ks api-key info --cluster class");
  await line.press("Tab");
  const ways = page.getByRole("listbox", { name: "Ways to complete the line" });
  await expect(ways.getByRole("option")).toHaveText(["classic-ams", "classic-dal"]);
  expect(await violations(page)).toEqual([]);
  await line.press("ArrowDown");
  await line.press("ArrowDown");
  await expect(ways.getByRole("option", { name: "classic-dal" })).toHaveAttribute("aria-selected", "true");
  await line.press("Enter");
  await expect(line).toHaveValue("ibmcloud ks api-key info --cluster classic-dal ");

  await page.getByRole("button", { name: "Copy ibmcloud ks clusters" }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^ibmcloud ks clusters\n[^]*classic-ams/);
  // A reload loses neither the log nor the lines.
  await page.reload();
  await page.locator("html[data-ready]").waitFor({ state: "attached" });
  await expect(log(page)).toContainText("classic-ams");
  await line.press("ArrowUp");
  await expect(line).toHaveValue("ibmcloud account users");
  await line.press("Control+l");
  await expect(log(page)).not.toContainText("classic-ams");
});

test("a line that is run marks what it has changed on the page", async ({ visitor }) => {
  const { page } = visitor;
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await visitor.start();
  await visitor.openShell();
  // A mark stays for three seconds, so that it is noted when it comes.
  await page.evaluate(() => {
    const noted: string[] = [];
    Object.assign(window, { noted });
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        if (target instanceof HTMLElement && target.classList.contains("credlab-changed")) noted.push(target.innerText);
      }
    }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["class"] });
  });
  const noted = () => page.evaluate(() => (window as unknown as { noted: string[] }).noted);
  await visitor.ok("ibmcloud account user-invite marked@example.com");
  await expect.poll(noted).toEqual([expect.stringContaining("marked@example.com")]);
  await expect(page.locator(".credlab-changed")).toHaveCount(0);
});

test("the line that does the same as a form is run in the shell; a question that is open there is given up", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.openShell();
  await page.getByLabel("Shell command").fill("ibmcloud login");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(log(page)).toContainText("ibmcloud login");
  await page.getByLabel("Shell command").press("Control+c");
  await expect(page.locator("label[for=shell-line]")).toHaveText("owner@cloudshell:~$ ");
  expect(await visitor.ok("ibmcloud target")).toContain("owner@example.com");

  await page.getByLabel("Shell command").fill("ibmcloud login");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.locator("label[for=shell-line]")).not.toHaveText("owner@cloudshell:~$ ");
  await page.getByRole("button", { name: "Close the shell" }).click();
  await visitor.visit("/iam/apikeys?dialog=create");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("twice");
  await dialog.getByRole("button", { name: "Create" }).click();
  const told = await visitor.told("API key twice created");
  await told.getByText("The same in the shell").click();
  await told.getByRole("link", { name: "Run in the shell" }).click();
  await expect(log(page)).toContainText("ibmcloud iam api-key-create twice");
  await expect(visitor.row("twice")).toHaveCount(2);
});

test("what was typed outlives a reload until it is sent or given up", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  const place = "/iam/apikeys?dialog=create";
  await visitor.visit(place);
  const dialog = page.getByRole("dialog");
  const [name, description] = [dialog.getByLabel("Name", { exact: true }), dialog.getByLabel("Description")];
  await name.fill("half typed");
  await description.fill("Nothing is lost");
  await visitor.visit(place);
  await expect(name).toHaveValue("half typed");
  await expect(description).toHaveValue("Nothing is lost");
  await dialog.getByRole("button", { name: "Create" }).click();
  await visitor.told("API key half typed created");
  await visitor.visit(place);
  await expect(name).toHaveValue("");

  await name.fill("given up");
  await dialog.getByRole("link", { name: "Cancel" }).click();
  await expect(dialog).toHaveCount(0);
  await visitor.visit(place);
  await expect(name).toHaveValue("");
});

test("the keyboard stays in a dialog, and goes on where it was opened", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.visit("/iam/apikeys");
  const opener = page.getByRole("link", { name: "Create an IBM Cloud API key" });
  await opener.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(dialog.getByRole("button", { name: "Create" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(dialog.getByRole("link", { name: "Close" })).toBeFocused();
  // Typing is not interrupted by what goes on elsewhere.
  const name = dialog.getByLabel("Name", { exact: true });
  await name.fill("typed");
  const other = new Visitor(await page.context().newPage(), visitor.script);
  await other.visit("/shell");
  await other.ok("ibmcloud iam api-key-create elsewhere");
  await expect(page.getByRole("row").filter({ hasText: "elsewhere" })).toHaveCount(1);
  await expect(name).toBeFocused();
  await expect(name).toHaveValue("typed");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(opener).toBeFocused();
});

test("the buttons of a long dialog are in sight", async ({ visitor }) => {
  const { page } = visitor;
  await page.setViewportSize({ width: 360, height: 500 });
  await visitor.start();
  await visitor.visit("/iam/apikeys?dialog=create");
  await expect(page.getByRole("dialog").getByRole("button", { name: "Create" })).toBeInViewport({ ratio: 1 });
});

test("the clock in the header is moved, paused and resumed", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  const clock = page.getByLabel(/^Time in the account:/);
  const at = async () => Date.parse((/\d{4}-\d\d-\d\d \d\d:\d\d/.exec(`${await clock.getAttribute("aria-label")}`) ?? [""])[0]);
  const before = await at();
  await clock.click();
  await page.getByRole("button", { name: "1 day", exact: true }).click();
  await expect.poll(at).toBeGreaterThanOrEqual(before + 24 * 3600 * 1000);
  await clock.click();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(clock).toHaveAccessibleName(/paused/);
  await clock.click();
  await page.getByRole("button", { name: "3,600 times" }).click();
  await expect(clock).toHaveAccessibleName(/3600×/);
  const fast = await at();
  await expect.poll(at).toBeGreaterThan(fast + 3600 * 1000);
});
