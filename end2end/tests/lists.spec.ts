// Long lists: searched while one types, picked from on several pages, changed several at once, downloaded. With script and
// without.
import { readFile } from "node:fs/promises";
import { box, tick, untick } from "./console";
import { type Visitor, expect, test } from "./support";

const selected = (visitor: Visitor, text: string) =>
  expect(visitor.page.getByRole("paragraph").filter({ hasText: text })).toBeVisible();

/** Ticks the row of a name. Without script what is ticked is kept by a button before the page is left. */
async function pick(visitor: Visitor, ...names: string[]) {
  for (const name of names) await tick(visitor.page, `Select ${name}`);
  if (!visitor.script) await visitor.press("Keep selection");
}

test("users are picked on several pages, and removed together but for whom the account can't lose", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.visit("/iam/users?size=3");
  await pick(visitor, "Olga Owner", "Operator");
  await selected(visitor, "2 items selected");
  await visitor.follow("Next");
  await expect(page.getByText("Page 2 of")).toBeVisible();
  await pick(visitor, "Viewer");
  await selected(visitor, "3 items selected");
  await page.getByRole("columnheader", { name: "Email" }).getByRole("link").click();
  await expect(page.getByRole("columnheader", { name: "Email" })).toHaveAttribute("aria-sort", "ascending");
  await page.getByRole("searchbox", { name: "Search in Users" }).fill("viewer@");
  await visitor.press("Search");
  await expect(visitor.row("operator@example.com")).toHaveCount(0);
  await selected(visitor, "3 items selected");
  await expect(box(page, "Select Viewer")).toBeChecked();

  await visitor.press("Remove users");
  const dialog = page.getByRole("dialog", { name: "Remove 3 users" });
  for (const email of ["owner@example.com", "operator@example.com", "viewer@example.com"]) {
    const names = dialog.getByRole("list", { name: "Selected" }).getByRole("listitem");
    await expect(names.filter({ hasText: email })).toHaveCount(1);
  }
  await dialog.getByRole("button", { name: "Remove", exact: true }).click();
  const told = await visitor.told("2 users were removed, and 1 of 3 refused");
  await expect(told).toContainText("owner@example.com: The account owner can't be removed.");
  // Who was refused is still picked, and the search is still the same.
  await expect(page.getByRole("cell", { name: "No user matches." })).toBeVisible();
  await selected(visitor, "1 item selected");
  await visitor.follow("Cancel");
  await expect(page).toHaveURL(/q=viewer/);
  expect(page.url()).not.toContain("picked");
});

test("a tick that is taken back is not picked, and all of a page are picked at once", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.visit("/iam/users?size=3");
  await pick(visitor, "Olga Owner", "Admin");
  await selected(visitor, "2 items selected");
  await untick(page, "Select Admin");
  if (!visitor.script) await visitor.press("Keep selection");
  await selected(visitor, "1 item selected");
  if (!visitor.script) return;
  await tick(page, "Select all rows of this page");
  await selected(visitor, "3 items selected");
  await visitor.follow("Next");
  await expect(page.getByText("Page 2 of")).toBeVisible();
  await expect(box(page, "Select all rows of this page")).not.toBeChecked();
  for (const name of await page.getByRole("checkbox", { name: /^Select / }).all()) await expect(name).not.toBeChecked();
  await page.goBack();
  await expect(page.getByText("Page 1 of")).toBeVisible();
  await expect(box(page, "Select all rows of this page")).toBeChecked();
});

test("what is typed is searched for at once, and no letter is lost", async ({ visitor }) => {
  test.skip(!visitor.script, "without script a button searches");
  const { page } = visitor;
  await visitor.start("large");
  const search = page.getByRole("searchbox", { name: "Search in Users" });
  const wanted = "vera.klein@example.com";
  await search.focus();
  // About as fast as people type; answers arrive in between.
  await search.pressSequentially(wanted, { delay: 90 });
  await expect(search).toHaveValue(wanted);
  await expect(page.getByText("1–1 of 1 items")).toBeVisible();
  await expect(page).toHaveURL(/q=vera\.klein%40example\.com/);
  await expect(search).toHaveValue(wanted);
  await expect(search).toBeFocused();
  await search.press("Control+A");
  await search.press("Delete");
  await expect(page.getByText("of 1000 items")).toBeVisible();
  expect(page.url()).not.toContain("q=");
});

test("the list is narrowed by status, and downloaded as it is", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await page.getByLabel("Status", { exact: true }).selectOption("Pending");
  if (!visitor.script) await visitor.press("Search");
  await expect(visitor.row("k8s-functional@example.com")).toHaveCount(1);
  await expect(visitor.row("viewer@example.com")).toHaveCount(0);
  await page.getByLabel("View", { exact: true }).selectOption("My classic infrastructure users");
  if (!visitor.script) await visitor.press("Search");
  await expect(page).toHaveURL(/view=classic/);
  await expect(page).toHaveURL(/status=PENDING/);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("users.csv");
  const lines = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
  expect(lines[0]).toBe("Name,Email,Status,IAM ID,Added,Added by");
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain("k8s-functional@example.com,Pending,BSS-");
});

test("several invitations are sent again and taken back; several users join a group", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.follow("Invite users");
  await page.getByRole("textbox", { name: "Email addresses" }).fill("ann@example.com, bob@example.com");
  await visitor.press("Invite");
  await visitor.told("2 users were invited");
  await pick(visitor, "Ann", "Bob", "Viewer");
  await visitor.press("Assign to access group");
  const join = page.getByRole("dialog", { name: "Assign 3 users to an access group" });
  await join.getByLabel("Access group").selectOption("cluster-editors");
  await join.getByRole("button", { name: "Assign", exact: true }).click();
  await visitor.told("3 users are members of cluster-editors now");
  await expect(join).toHaveCount(0);

  await pick(visitor, "Ann", "Bob", "Viewer");
  await visitor.press("Resend invitations");
  await page.getByRole("dialog").getByRole("button", { name: "Resend", exact: true }).click();
  const told = await visitor.told("2 invitations were sent again, and 1 of 3 refused");
  await expect(told).toContainText("viewer@example.com has no pending invitation.");
  await pick(visitor, "Ann", "Bob");
  await visitor.press("Cancel invitations");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel invitations", exact: true }).click();
  await visitor.told("2 invitations were cancelled, and 1 of 3 refused");
  await expect(visitor.row("ann@example.com")).toHaveCount(0);
});

test("who may not act on others sees why at the bar", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.actAs("viewer@example.com");
  await pick(visitor, "Leaver");
  await expect(page.getByRole("button", { name: "Remove users" })).toBeDisabled();
  await expect(page.getByText("Remove users: You are not authorized to remove users.")).toBeVisible();
});
