// The journeys by keyboard alone: no mouse, and no script of the test presses anything.
import { type Locator, type Page } from "@playwright/test";
import { type Visitor, expect, test } from "./support";

/** Presses Tab until the focus is there. It has to be reached from where the focus is, without going around. */
async function tabTo(page: Page, target: Locator) {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 250; presses += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error("Tab does not lead there");
}

/** Goes to a control and presses it. */
async function press(page: Page, target: Locator, key = "Enter") {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Opens an account from the start page. */
async function start(visitor: Visitor) {
  const { page } = visitor;
  await visitor.visit("/");
  await press(page, page.getByRole("button", { name: "Start", exact: true }));
  await expect(visitor.heading("Users")).toBeVisible();
  await page.locator("html[data-ready]").waitFor({ state: "attached" });
}

function entry(page: Page, name: string) {
  return page.getByRole("navigation", { name: "Side navigation" }).getByRole("link", { name, exact: true });
}

test("from the start page to a reset API key", async ({ visitor }) => {
  const { page } = visitor;
  await start(visitor);
  await press(page, entry(page, "Cluster credentials"));
  await expect(visitor.heading("Cluster credentials")).toBeVisible();

  await tabTo(page, page.getByLabel("Region", { exact: true }));
  await page.keyboard.type("eu-de");
  await tabTo(page, page.getByLabel("Resource group", { exact: true }));
  await page.keyboard.type("prod");
  await press(page, page.getByRole("button", { name: "Show", exact: true }));
  const slot = page.getByRole("region", { name: "eu-de / prod" });
  await press(page, slot.getByRole("link", { name: "Reset API key" }));

  const dialog = page.getByRole("dialog", { name: "Reset the API key of eu-de / prod?" });
  await press(page, dialog.getByRole("button", { name: "Reset API key" }));
  await visitor.told("eu-de / prod");
  await expect(dialog).toBeHidden();
});

test("past the header, as another persona, and a refusal", async ({ visitor }) => {
  const { page } = visitor;
  await start(visitor);
  await visitor.visit("/iam/users");
  await press(page, page.getByRole("link", { name: "Skip to main content" }));
  await expect(page.getByRole("main")).toBeFocused();

  await visitor.visit("/iam/users");
  await press(page, page.getByLabel(/^Persona:/));
  await press(page, page.getByRole("button", { name: "viewer@example.com" }));
  await visitor.told("You act as viewer@example.com now");

  await visitor.visit("/iam/users?q=classic");
  await press(page, visitor.row("classic@example.com").getByLabel("Actions for Classic"));
  await expect(visitor.row("classic@example.com")).toContainText("You are not authorized to remove users.");
  await page.keyboard.press("Escape");
  await expect(visitor.row("classic@example.com").getByText("Remove user")).toBeHidden();
});

test("a user is found, opened and not removed after all", async ({ visitor }) => {
  const { page } = visitor;
  await start(visitor);
  await tabTo(page, page.getByRole("main").getByRole("searchbox"));
  await page.keyboard.type("classic@");
  await page.keyboard.press("Enter");
  await expect(visitor.row("viewer@example.com")).toBeHidden();
  await press(page, page.getByRole("main").getByRole("link", { name: "Classic", exact: true }));
  await expect(page.getByRole("navigation", { name: "Tabs of the user" })).toBeVisible();

  await press(page, page.getByRole("link", { name: "Remove user" }));
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await press(page, dialog.getByRole("link", { name: "Cancel" }));
  await expect(dialog).toBeHidden();
});

test("a line in the shell, completed by Tab, and out of it again", async ({ visitor }) => {
  const { page } = visitor;
  await start(visitor);
  await visitor.visit("/shell");
  const line = page.getByLabel("Shell command");
  await tabTo(page, line);
  await page.keyboard.type("ibmcloud ks cluster l");
  await page.keyboard.press("Tab");
  await expect(line).toHaveValue("ibmcloud ks cluster ls ");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("log", { name: "Shell output" })).toContainText("classic-dal");

  await page.keyboard.type("x");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(line).not.toBeFocused();
});
