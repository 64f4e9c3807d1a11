// API keys at the console, from their value that is shown once to their end. With script and without.
import { openUser } from "./console";
import { expect, test } from "./support";

test("an API key's value is shown once; the key is renamed, locked, unlocked and deleted", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.go("API keys");
  await visitor.follow("Create an IBM Cloud API key");
  const dialog = page.getByRole("dialog", { name: "Create an IBM Cloud API key" });
  await dialog.getByLabel("Name", { exact: true }).fill("laptop");
  await dialog.getByLabel("Description").fill("For trying things out");
  await dialog.getByRole("button", { name: "Create" }).click();
  const told = await visitor.told("API key laptop created");
  await expect(told).toContainText("it is not shown again");
  const value = await told.getByRole("code").last().innerText();
  expect(value).toMatch(/^[\w-]{44}$/);
  await expect(dialog).toHaveCount(0);
  await expect(visitor.row("laptop")).toContainText("For trying things out");
  await expect(visitor.row("laptop")).toContainText("Enabled");

  // Gone with the notice, also where all that is known of the key is shown.
  await visitor.visit("/iam/apikeys");
  await expect(visitor.row("laptop")).toHaveCount(1);
  expect(await page.content()).not.toContain(value);
  await visitor.rowAction("laptop", "Details");
  await expect(page.getByRole("dialog", { name: "laptop" })).toContainText("For trying things out");
  expect(await page.content()).not.toContain(value);
  await page.getByRole("dialog").getByRole("link", { name: "Close" }).click();

  await visitor.rowAction("laptop", "Edit");
  const edit = page.getByRole("dialog", { name: "Edit API key" });
  await expect(edit.getByLabel("Description")).toHaveValue("For trying things out");
  await edit.getByLabel("Name", { exact: true }).fill("desktop");
  await edit.getByRole("button", { name: "Apply" }).click();
  await visitor.told("API key desktop saved");
  await expect(visitor.row("laptop")).toHaveCount(0);
  const key = visitor.row("desktop");

  await visitor.rowAction("desktop", "Lock");
  await visitor.told("desktop locked");
  await expect(key).toContainText("locked");
  await key.getByLabel(/^Actions for/).click();
  for (const entry of ["Edit", "Delete"]) {
    const action = key.getByRole("listitem").filter({ hasText: entry });
    await expect(action.getByRole("button", { name: entry, exact: true })).toBeDisabled();
    await expect(action).toContainText("API key desktop is locked.");
  }
  await key.getByText("Unlock", { exact: true }).click();
  await visitor.told("desktop unlocked");
  await visitor.rowAction("desktop", "Delete");
  const end = page.getByRole("dialog", { name: "Delete desktop?" });
  await expect(end).toContainText("A deleted key can't be brought back.");
  await end.getByRole("button", { name: "Delete" }).click();
  await visitor.told("API key desktop deleted");
  await expect(end).toHaveCount(0);
  await expect(key).toHaveCount(0);
});

test("a user has one classic infrastructure API key at most", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await openUser(visitor, "owner@example.com");
  await visitor.tab("API keys");
  const create = page.getByRole("button", { name: "Create a classic infrastructure key" });
  const key = visitor.row("Classic infrastructure API key");
  const remove = async () => {
    await visitor.rowAction("Classic infrastructure API key", "Delete");
    const dialog = page.getByRole("dialog", { name: "Delete classic infrastructure API key?" });
    await expect(dialog).toContainText("Another key can be created afterwards, with another value.");
    await dialog.getByRole("button", { name: "Delete" }).click();
    await visitor.told("Classic infrastructure API key deleted");
    await expect(key).toHaveCount(0);
  };
  await expect(key).toHaveCount(1);
  await expect(create).toHaveCount(0);
  await remove();

  await create.click();
  const told = await visitor.told("Classic infrastructure API key created");
  const value = await told.getByRole("code").last().innerText();
  expect(value).toMatch(/^[0-9a-f]{64}$/);
  await expect(key).toHaveCount(1);
  await expect(create).toHaveCount(0);
  await visitor.visit(page.url());
  await expect(key).toContainText("API user name");
  expect(await page.content()).not.toContain(value);
  await remove();
  await expect(create).toBeVisible();
});
