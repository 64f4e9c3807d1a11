// Customizing classic infrastructure permissions in the console: sets, single permissions, devices, and who may grant what.
import { assign, box, checkPermissions, grantSet, openClassic, openCluster, openUser, resetKey, tick, unfold, untick } from "./console";
import { expect, test } from "./support";

const weak = "classic@example.com";

test("customizing classic permissions: single ones, a set, devices", async ({ visitor }) => {
  test.slow();
  const { page } = visitor;
  await visitor.start();
  const saved = `Classic infrastructure permissions of ${weak} saved`;

  // The owner of the API key lacks what worker nodes are ordered with.
  await visitor.actAs(weak);
  await resetKey(visitor, "us-south", "default");
  const lacking = await checkPermissions(visitor, "us-south", "default");
  for (const permission of ["Add Server", "Cancel Server", "OS Reloads and Rescue Kernel", "View Tickets"]) {
    expect(lacking).toContain(`${permission} (required)`);
  }
  expect(lacking).toContain("All Guest Access (suggested)");

  // Single permissions.
  await visitor.actAs("owner@example.com");
  await openClassic(visitor, weak, "Permissions");
  await expect(page.getByText("Account: 2 of 12")).toBeVisible();
  await unfold(visitor, "Account");
  await expect(box(page, "Manage Users")).toBeChecked();
  await expect(box(page, "Add Server")).not.toBeChecked();
  for (const permission of ["Add Server", "Cancel Server"]) await tick(page, permission);
  await unfold(visitor, "Devices");
  await tick(page, "OS Reloads and Rescue Kernel");
  await visitor.press("Save");
  await expect(await visitor.told(saved)).toContainText("3 added, 0 removed.");
  await expect(page.getByText("Account: 4 of 12")).toBeVisible();

  // Support cases are no classic permissions: IAM grants them.
  await assign(visitor, weak, { kind: "Account management", service: "Support Center", roles: ["Administrator"] });

  // Devices: by type, by name, and those to come.
  await openClassic(visitor, weak, "Devices");
  await tick(page, "All virtual servers");
  await tick(page, "Auto virtual server access");
  await visitor.press("Set");
  const devices = `Device access of ${weak} saved`;
  await expect(await visitor.told(devices)).toContainText("8 devices by name, and Auto virtual server access.");
  const device = visitor.row("Virtual server").first().getByRole("checkbox");
  await expect(device).toBeChecked();
  await device.press("Space");
  await expect(device).not.toBeChecked();
  await untick(page, "All virtual servers");
  await visitor.press("Set");
  await expect(await visitor.told(devices)).toContainText("7 devices by name, and Auto virtual server access.");

  // What is required is there. The cluster's workers are on a public VLAN, which takes one that is only suggested.
  const checked = await checkPermissions(visitor, "us-south", "default");
  expect(checked).not.toContain("(required)");
  expect(checked).toContain("Add Compute with Public Network Port (suggested)");
  await openCluster(visitor, "classic-dal", "Worker nodes");
  const add = page.getByRole("region", { name: "Add worker nodes" }).getByRole("button", { name: "Add" });
  await add.click();
  await expect(await visitor.told("Gate 2: the infrastructure credentials")).toContainText(
    "who lacks: Add Compute with Public Network Port.",
  );
  await openClassic(visitor, weak, "Permissions");
  await unfold(visitor, "Network");
  await tick(page, "Add Compute with Public Network Port");
  await visitor.press("Save");
  await expect(await visitor.told(saved)).toContainText("1 added, 0 removed.");
  await openCluster(visitor, "classic-dal", "Worker nodes");
  await add.click();
  await visitor.told("1 worker node ordered for classic-dal");

  // A set replaces the single permissions; devices are not part of it.
  await grantSet(visitor, weak, "Super User");
  for (const category of ["Account: 12 of 12", "Network: 10 of 10"]) await expect(page.getByText(category)).toBeVisible();
  expect(await checkPermissions(visitor, "us-south", "default")).toContain("All Hardware Access (suggested)");
  await openClassic(visitor, weak, "Devices");
  await expect(box(page, "Auto virtual server access")).toBeChecked();
  await tick(page, "Auto bare metal server access");
  await visitor.press("Set");
  await visitor.told(devices);
  const report = await checkPermissions(visitor, "us-south", "default");
  expect(report).toContain("No changes are suggested or required.");
  expect(report).not.toMatch(/\((required|suggested)\)/);

  // Taken away again, by a smaller set.
  await grantSet(visitor, weak, "View Only");
  await visitor.told("What was removed can go on working for a few minutes.");
  await expect(page.getByText("Account: 0 of 12")).toBeVisible();
  await openClassic(visitor, weak, "Devices");
  await expect(box(page, "Auto virtual server access")).toBeChecked();
});

test("customizing classic permissions: nobody grants what they don't hold", async ({ visitor }) => {
  const { page } = visitor;
  const child = "operator@example.com";
  await visitor.start();

  // The owner holds everything, and there is nothing to choose.
  await openClassic(visitor, "owner@example.com", "Permissions");
  await expect(page.getByText("All permissions are granted")).toBeVisible();

  // Not on one's own page, nor for who is not below.
  await visitor.actAs(weak);
  await openClassic(visitor, weak, "Permissions");
  await expect(page.getByText("This is your own page")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save" })).toHaveCount(0);
  await openClassic(visitor, child, "Permissions");
  await expect(page.getByRole("main")).toContainText("you must be above the user in the user hierarchy");
  await expect(page.getByText("Account: ")).toHaveCount(0);

  await visitor.actAs("owner@example.com");
  await openUser(visitor, child);
  const hierarchy = page.getByRole("region", { name: "Classic infrastructure hierarchy" });
  await hierarchy.getByLabel("Parent").selectOption(weak);
  await hierarchy.getByRole("button", { name: "Apply" }).click();
  await visitor.told(`The parent of ${child} is ${weak} now`);

  // Below: what the editor holds can be granted, the rest has no box to tick.
  await visitor.actAs(weak);
  await openClassic(visitor, child, "Permissions");
  await unfold(visitor, "Account");
  await expect(box(page, "Manage Users")).toBeEnabled();
  await expect(box(page, "Add Server")).toBeDisabled();
  await expect(page.getByRole("group", { name: "Account", exact: true })).toContainText(
    "You can't grant this: you don't have the permission yourself.",
  );
  await unfold(visitor, "Devices");
  await tick(page, "Manage Firewalls");
  await visitor.press("Save");
  await expect(await visitor.told(`permissions of ${child} saved`)).toContainText("1 added, 0 removed.");

  // A set only if all of it is the editor's to give.
  await visitor.page.getByLabel("Permission sets").selectOption("Super User");
  await visitor.press("Set");
  await expect(page.getByRole("main")).toContainText("Add Server");
  await expect(page.getByText("Super User is not saved yet")).toHaveCount(0);
  await expect(page.getByText("Account: 0 of 12")).toBeVisible();

  // What is posted all the same is refused by the account.
  const id = new URL(page.url()).pathname.split("/").at(-2) ?? "";
  const post = async (path: string, form: Record<string, string>) => {
    const answer = await page.request.post(`/api/iam/users/${path}`, { form: { id, ...form }, headers: { accept: "application/json" } });
    return answer.json();
  };
  const permission = await post("classic-permissions/save", { "permissions[]": "SERVER_ADD" });
  expect(permission).toMatchObject({ kind: "error", layer: "Gate 1: the caller's access" });
  expect(permission.text).toContain("Add Server");
  await openClassic(visitor, child, "Devices");
  await expect(box(page, "Auto virtual server access")).toBeDisabled();
  const device = visitor.row("Virtual server").first();
  await expect(device.getByRole("checkbox")).toBeDisabled();
  await expect(device).toContainText("You can't grant this: you don't reach it yourself.");
  const number = (await device.getByRole("checkbox").getAttribute("value")) ?? "";
  expect(await post("classic-devices/set", { "devices[]": number })).toMatchObject({ kind: "error" });
  expect(await post("classic-devices/set", { "future[]": "virtual" })).toMatchObject({ kind: "error" });
  await page.reload();
  await expect(device.getByRole("checkbox")).not.toBeChecked();
});
