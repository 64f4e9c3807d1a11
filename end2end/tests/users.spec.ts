// Users at the console: invited, accepted, put into groups and states, and removed. With script and without.
import { openUser, tick } from "./console";
import { expect, test } from "./support";

test("an invitation names wrong addresses, and leads to users who can accept", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.follow("Invite users");
  const addresses = page.getByRole("textbox", { name: "Email addresses" });
  await addresses.fill("ann@example.com, nobody\nbob@example.com");
  await visitor.press("Invite");
  await visitor.told("'nobody' is not an email address.");

  await addresses.fill("ann@example.com, bob@example.com");
  await tick(page, "cluster-viewers");
  await page.getByLabel("Service", { exact: true }).selectOption("Kubernetes Service");
  await tick(page, "Operator");
  await visitor.press("Invite");
  await visitor.told("2 users were invited");
  await expect(visitor.row("ann@example.com")).toContainText("Pending");

  // Cancelled on the user's own page, which is gone with the invitation.
  await openUser(visitor, "bob@example.com");
  await visitor.press("Cancel invite");
  await visitor.told("The invitation of bob@example.com was cancelled");
  await expect(visitor.heading("Users")).toBeVisible();
  await expect(visitor.row("bob@example.com")).toHaveCount(0);

  await visitor.rowAction("ann@example.com", "Accept as the invited user");
  await expect(visitor.row("ann@example.com")).toContainText("Active");
  await openUser(visitor, "ann@example.com");
  await visitor.tab("Access policies");
  await expect(visitor.row("Operator")).toContainText("Kubernetes Service");
  await visitor.tab("Access groups");
  await expect(visitor.row("cluster-viewers")).toContainText("Static");
  await page.getByLabel("Access group", { exact: true }).selectOption("cluster-editors");
  await visitor.press("Add");
  await visitor.told("ann@example.com is a member of cluster-editors now");
  await expect(visitor.row("cluster-editors")).toHaveCount(1);
  await visitor.rowAction("cluster-viewers", "Remove");
  const leaving = page.getByRole("dialog", { name: "Remove ann@example.com from cluster-viewers?" });
  await expect(leaving).toContainText("ann@example.com loses what the policies of cluster-viewers give");
  await leaving.getByRole("button", { name: "Remove" }).click();
  await visitor.told("ann@example.com was removed from cluster-viewers");
  await expect(visitor.row("cluster-viewers")).toHaveCount(0);
  await expect(visitor.row("cluster-editors")).toHaveCount(1);
});

test("a suspended user can't be acted as, and can be again", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  const entry = page.getByRole("listitem").filter({ hasText: "viewer@example.com" });
  for (const state of ["Suspended", "Active"]) {
    await openUser(visitor, "viewer@example.com");
    const status = page.getByRole("region", { name: "User status" });
    await status.getByLabel("Status").selectOption(state);
    await status.getByRole("button", { name: "Apply" }).click();
    await visitor.told(`The status of viewer@example.com is ${state} now`);
    await visitor.go("Users");
    await expect(visitor.row("viewer@example.com")).toContainText(state);
    await page.getByLabel(/^Persona:/).click();
    await expect(entry.getByRole("button", { name: /^viewer@example.com/ })).toHaveCount(state === "Active" ? 1 : 0);
    await page.getByLabel(/^Persona:/).click();
  }
});

test("a removal that is thought better of removes nobody", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await openUser(visitor, "operator@example.com");
  await visitor.follow("Remove user");
  const dialog = page.getByRole("dialog", { name: "Remove operator@example.com" });
  await expect(dialog).toContainText("cluster-operators");
  await dialog.getByRole("link", { name: "Cancel" }).click();
  await expect(dialog).toHaveCount(0);
  await visitor.go("Users");
  await expect(visitor.row("operator@example.com")).toContainText("Active");
});

test("who may not remove or assign sees why, and the owner can't be removed", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await openUser(visitor, "owner@example.com");
  const own = new URL(page.url()).pathname;
  await visitor.visit(`${own}?dialog=remove`);
  const dialog = page.getByRole("dialog", { name: "Remove owner@example.com" });
  await expect(dialog).toContainText("The account owner can't be removed.");
  await expect(dialog.getByRole("button", { name: "Remove user" })).toBeDisabled();

  await visitor.visit("/iam/users");
  await visitor.actAs("viewer@example.com");
  await openUser(visitor, "leaver@example.com");
  await expect(page.getByRole("button", { name: "Remove user" })).toBeDisabled();
  await expect(page.getByText("You are not authorized to remove users.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Assign access" })).toBeDisabled();
});
