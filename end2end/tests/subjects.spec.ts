// Service IDs, access groups, trusted profiles and custom roles, from their making to their end. With script and without.
import { box, tick } from "./console";
import { type Visitor, expect, test } from "./support";

/** Makes one on its list, by the dialog, and waits for its page. */
async function create(visitor: Visitor, list: string, name: string, description: string) {
  await visitor.go(list);
  await visitor.follow("Create");
  const dialog = visitor.page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByLabel("Description").fill(description);
  await dialog.getByRole("button", { name: "Create" }).click();
  await visitor.told(`${name} created`);
  await expect(visitor.heading(name)).toBeVisible();
}

/** Removes the one whose page is open, by a dialog that says this before. */
async function remove(visitor: Visitor, name: string, label: string, said: string[]) {
  await visitor.follow(label);
  const dialog = visitor.page.getByRole("dialog", { name: `Remove ${name}?` });
  for (const text of said) await expect(dialog).toContainText(text);
  await dialog.getByRole("button", { name: label }).click();
  await visitor.told(`${name} removed`);
  await expect(dialog).toHaveCount(0);
  await expect(visitor.row(name)).toHaveCount(0);
}

test("a service ID gets a key that is shown once, is renamed, locked, unlocked and removed", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await create(visitor, "Service IDs", "nightly-backup", "Copies volumes");
  await expect(visitor.fact("IAM ID")).toContainText("iam-ServiceId-");

  await visitor.tab("API keys");
  await visitor.follow("Create");
  const dialog = page.getByRole("dialog", { name: "Create an IBM Cloud API key" });
  await dialog.getByLabel("Name", { exact: true }).fill("backup-key");
  await dialog.getByRole("button", { name: "Create" }).click();
  const told = await visitor.told("API key backup-key created");
  const value = await told.getByRole("code").last().innerText();
  expect(value).toMatch(/^[\w-]{44}$/);
  await expect(visitor.row("backup-key")).toContainText("nightly-backup");
  await visitor.visit(page.url());
  expect(await page.content()).not.toContain(value);
  await visitor.rowAction("backup-key", "Edit");
  await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("backup-key-2");
  await page.getByRole("dialog").getByRole("button", { name: "Apply" }).click();
  await visitor.told("API key backup-key-2 saved");
  await expect(visitor.heading("nightly-backup")).toBeVisible();

  await visitor.tab("Access groups");
  await page.getByLabel("Access group", { exact: true }).selectOption("cluster-viewers");
  await visitor.press("Add");
  await visitor.told("nightly-backup is a member of cluster-viewers now");
  await visitor.tab("Access policies");
  const through = page.getByRole("table", { name: "Access through access groups" });
  await expect(through.getByRole("row").filter({ hasText: "cluster-viewers" })).toContainText("Viewer");

  await visitor.tab("Details");
  await page.getByLabel("Name", { exact: true }).fill("nightly-copy");
  await visitor.press("Save");
  await visitor.told("nightly-copy saved");
  await expect(visitor.heading("nightly-copy")).toBeVisible();

  await visitor.go("Service IDs");
  const row = visitor.row("nightly-copy");
  for (const count of ["1", "0", "1"]) await expect(row.getByRole("cell", { name: count, exact: true }).first()).toBeVisible();
  await visitor.rowAction("nightly-copy", "Lock");
  await visitor.told("nightly-copy locked");
  await expect(row).toContainText("locked");
  await row.getByLabel(/^Actions for/).click();
  const entry = row.getByRole("listitem").filter({ hasText: "Remove" });
  await expect(entry.getByRole("button", { name: "Remove", exact: true })).toBeDisabled();
  await expect(entry).toContainText("nightly-copy is locked.");
  await row.getByText("Manage service ID", { exact: true }).click();
  await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
  await visitor.press("Unlock");
  await visitor.told("nightly-copy unlocked");
  await remove(visitor, "nightly-copy", "Remove", [
    "1 API key and 0 access policies go with it.",
    "backup-key-2 of nightly-copy: Whatever logs in with it can't any more.",
  ]);
});

test("members are searched for, added and removed; a group that is removed takes its members' access", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await create(visitor, "Access groups", "night-shift", "Looks after clusters at night");
  await expect(page.getByText("No user is in this group.")).toBeVisible();
  await visitor.follow("Add users");
  await page.getByRole("searchbox", { name: "Search in Add users" }).fill("example.com");
  await visitor.press("Search");
  await tick(page, "classic@example.com");
  await tick(page, "leaver@example.com");
  await visitor.press("Add to group");
  await visitor.told("classic@example.com and leaver@example.com are members of night-shift now");
  await expect(visitor.row("classic@example.com")).toContainText("Static");
  await visitor.rowAction("leaver@example.com", "Remove");
  const leaving = page.getByRole("dialog", { name: "Remove leaver@example.com from night-shift?" });
  await leaving.getByRole("button", { name: "Remove" }).click();
  await visitor.told("leaver@example.com was removed from night-shift");
  await expect(visitor.row("leaver@example.com")).toHaveCount(0);

  await visitor.tab("Service IDs");
  await visitor.follow("Add service IDs");
  await tick(page, "ci-deployer");
  await visitor.press("Add to group");
  await visitor.told("ci-deployer is a member of night-shift now");
  await visitor.tab("Trusted profiles");
  await expect(page.getByText("No trusted profile is in this group.")).toBeVisible();

  await visitor.go("Access groups");
  await expect(visitor.row("night-shift")).toContainText("Looks after clusters at night");
  await visitor.row("cluster-operators").getByRole("link").first().click();
  await visitor.tab("Access");
  await expect(visitor.row("Kubernetes Service")).toContainText("Operator");
  await remove(visitor, "cluster-operators", "Remove group", [
    "Goes with it: 1 access policy. Affected: 1 member.",
    "User operator@example.com: May no longer do what takes Operator on clusters",
  ]);
});

test("a policy of a group is removed, and every member loses what it gave", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.go("Access groups");
  await visitor.row("cluster-editors").getByRole("link").first().click();
  await visitor.tab("Access");
  await visitor.rowAction("Kubernetes Service", "Remove");
  const dialog = page.getByRole("dialog", { name: "Remove policy" });
  await expect(dialog).toContainText("Every member of cluster-editors loses Editor here.");
  await expect(dialog).toContainText("User editor@example.com: May no longer do what takes Editor on clusters");
  await dialog.getByRole("button", { name: "Remove" }).click();
  await visitor.told("Policy removed");
  await expect(visitor.heading("cluster-editors")).toBeVisible();
  await expect(page.getByText("No access policy to show.")).toBeVisible();
});

test("Public Access holds everybody and can't be changed", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.go("Access groups");
  await expect(visitor.row("Public Access")).toContainText("enabled");
  await visitor.row("Public Access").getByRole("link").first().click();
  await expect(page.getByText("Everybody is in this group, signed in or not")).toBeVisible();
  await visitor.tab("Access");
  await expect(page.getByText("It takes service roles on one service")).toBeVisible();
  await visitor.tab("Details");
  await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
  await expect(page.getByRole("link", { name: "Remove group" })).toHaveCount(0);
});

test("a trusted profile trusts users and service IDs until it is told otherwise", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await create(visitor, "Trusted profiles", "auditor", "Looks at clusters");
  await visitor.tab("Trust relationship");
  await visitor.follow("Add users and service IDs");
  await tick(page, "viewer@example.com");
  await tick(page, "ci-deployer");
  await visitor.press("Trust");
  await visitor.told(/^auditor trusts .* now/);
  await expect(visitor.row("viewer@example.com")).toContainText("User");
  await expect(visitor.row("ci-deployer")).toContainText("Service ID");
  await visitor.rowAction("ci-deployer", "Remove");
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await visitor.told("auditor trusts ci-deployer no longer");
  await visitor.tab("Access groups");
  await page.getByLabel("Access group", { exact: true }).selectOption("cluster-viewers");
  await visitor.press("Add");
  await visitor.told("auditor is a member of cluster-viewers now");
  await remove(visitor, "auditor", "Remove profile", [
    "Can't apply it any more: 1 identity.",
    "Nobody can log in as this identity.",
  ]);
});

test("roles tell their actions; a role of one's own is made, given other actions and deleted", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.go("Roles");
  const operate = page.getByRole("table", { name: "Actions" }).getByRole("row").filter({ hasText: "cluster.operate" });
  await expect(operate).toContainText("Administrator");
  await expect(operate).not.toContainText("Editor");
  await page.getByRole("row").filter({ hasText: "Viewer" }).first().getByRole("link", { name: "1 action" }).click();
  const actions = page.getByRole("dialog", { name: "Actions of Viewer" });
  await expect(actions.getByRole("listitem")).toHaveText(["containers-kubernetes.cluster.read"]);
  await actions.getByRole("link", { name: "Close" }).click();

  await page.getByLabel("Service", { exact: true }).selectOption("Key Protect");
  await visitor.press("Show");
  await expect(page.getByRole("table", { name: "Roles" })).toContainText("KeyPurge");
  await visitor.follow("Create");
  await expect(visitor.heading("Create role")).toBeVisible();
  await page.getByLabel("Service", { exact: true }).selectOption("Kubernetes Service");
  await visitor.press("Show");
  await page.getByLabel("Name", { exact: true }).fill("restarter");
  await page.getByLabel("Display name").fill("Restarter");
  await tick(page, "containers-kubernetes.cluster.operate");
  await visitor.press("Create");
  await visitor.told("must begin with a capital");
  await page.getByLabel("Name", { exact: true }).fill("Restarter");
  await page.getByLabel("Display name").fill("Restarter");
  await tick(page, "containers-kubernetes.cluster.operate");
  await visitor.press("Create");
  await visitor.told("Role Restarter created");
  await expect(visitor.heading("Restarter")).toBeVisible();
  await expect(visitor.fact("CRN")).toContainText("customRole:Restarter");
  await expect(box(page, "containers-kubernetes.cluster.operate")).toBeChecked();
  await tick(page, "containers-kubernetes.cluster.read");
  await visitor.press("Save");
  await visitor.told("Role Restarter saved");
  await visitor.go("Roles");
  const role = page.getByRole("table", { name: "Roles" }).getByRole("row").filter({ hasText: "Restarter" });
  await expect(role).toContainText("2 actions");
  await visitor.rowAction(/Restarter.*Custom/, "Delete");
  const dialog = page.getByRole("dialog", { name: "Delete Restarter?" });
  await dialog.getByRole("button", { name: "Delete" }).click();
  await visitor.told("Role Restarter deleted");
  await expect(role).toHaveCount(0);
});
