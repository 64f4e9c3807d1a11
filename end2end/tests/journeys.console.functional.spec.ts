// The journey of most use cases in the console: a functional ID takes over the API keys.
import {
  type Access, accept, assign, checkPermissions, grantSet, openClassic, openCluster, openUser, resetKey, resize, tick,
} from "./console";
import { expect, test } from "./support";

const functional = "k8s-functional@example.com";

/** What whoever owns the API keys needs. */
const needed: Access[] = [
  { kind: "IAM services", service: "Kubernetes Service", roles: ["Administrator", "Manager"] },
  { kind: "IAM services", service: "VPC Infrastructure Services", roles: ["Administrator"] },
  { kind: "IAM services", service: "Container Registry", roles: ["Administrator", "Manager"] },
  { kind: "IAM services", service: "Resource group only", roles: ["Viewer"] },
  { kind: "Account management", service: "Support Center", roles: ["Administrator"] },
];

test("most use cases: a functional ID takes over the API keys", async ({ visitor }) => {
  test.slow();
  const { page } = visitor;
  await visitor.start();

  // The demo account has invited it already: from the beginning.
  await visitor.rowAction(functional, "Cancel invite");
  await visitor.told(`The invitation of ${functional} was cancelled`);
  await expect(visitor.row(functional)).toHaveCount(0);
  await visitor.follow("Invite users");
  await page.getByRole("textbox", { name: "Email addresses" }).fill(functional);
  await visitor.press("Invite");
  await visitor.told(`${functional} was invited`);
  await expect(visitor.row(functional)).toContainText("Pending");
  await accept(visitor, functional);
  for (const access of needed) await assign(visitor, functional, access);
  await visitor.tab("Access policies");
  for (const { service } of needed.filter((access) => access.service !== "Resource group only")) {
    await expect(page.getByRole("table", { name: "Access policies" })).toContainText(service);
  }
  await grantSet(visitor, functional, "Super User");
  await openClassic(visitor, functional, "Devices");
  for (const kind of ["bare metal server", "dedicated host", "virtual server"]) {
    await tick(page, `All ${kind}s`);
    await tick(page, `Auto ${kind} access`);
  }
  await visitor.press("Set");
  await expect(await visitor.told(`Device access of ${functional} saved`)).toContainText("12 devices by name");

  await visitor.actAs(functional);
  const said = await resetKey(visitor, "eu-de", "prod");
  expect(said).toContain("The key of Leaver");
  for (const addon of ["vpc-block-csi-driver", "cluster-autoscaler"]) {
    expect(said.replace(/\s+/g, " ")).toContain(`${addon} of vpc-fra stale It goes on with the replaced API key until its pod is re-created.`);
  }
  await openCluster(visitor, "vpc-fra");
  await expect(visitor.fact("API key owner's email")).toHaveText(functional);
  await expect(visitor.fact("API key")).toHaveText("Works");

  // The master and the add-ons' pods hold the old key until they are started again.
  await expect(page.getByText("The master uses a replaced API key")).toBeVisible();
  await visitor.press("Refresh master");
  await visitor.told("The master of vpc-fra is refreshed");
  await expect(page.getByText("The master uses a replaced API key")).toBeHidden();
  await visitor.tab("Add-ons");
  for (const addon of ["vpc-block-csi-driver", "cluster-autoscaler"]) {
    await expect(visitor.row(addon)).toContainText("Uses a replaced API key");
    await visitor.rowAction(addon, "Re-create pod");
    await visitor.told("Its controller makes a new one");
    await expect(visitor.row(addon)).toContainText("Normal");
  }

  // The next region and resource group.
  await resetKey(visitor, "us-south", "default");
  await openCluster(visitor, "classic-dal");
  await expect(visitor.fact("API key owner's email")).toHaveText(functional);

  // The old key is obsolete: its owner deletes it, and nothing breaks.
  await visitor.actAs("leaver@example.com");
  await visitor.go("API keys");
  const old = visitor.row("containers-kubernetes-key");
  await expect(old).toBeVisible();
  await expect(old).not.toContainText("used by clusters");
  await visitor.rowAction("containers-kubernetes-key", "Delete");
  const dialog = page.getByRole("dialog", { name: "Delete containers-kubernetes-key?" });
  await expect(dialog).toContainText("can't be brought back");
  await expect(dialog).not.toContainText("Clusters use this key");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await visitor.told("API key containers-kubernetes-key deleted");
  await expect(old).toBeHidden();

  await visitor.actAs(functional);
  for (const [cluster, workers] of [["vpc-fra", 4], ["classic-dal", 3]] as const) {
    await openCluster(visitor, cluster);
    await expect(visitor.fact("API key")).toHaveText("Works");
    await expect(page.getByRole("table", { name: "Health issues" })).toContainText("There are no health issues.");
    await visitor.tab("Worker nodes");
    await resize(visitor, workers);
    await visitor.told("Worker pool default is resized");
    await expect(visitor.row("kube-")).toHaveCount(workers);
  }
});

test("most use cases: a functional ID is invited with its access", async ({ visitor }) => {
  const { page } = visitor;
  const fresh = "iks-frankfurt@example.com";
  await visitor.start();

  await visitor.follow("Invite users");
  await page.getByRole("textbox", { name: "Email addresses" }).fill(fresh);
  await page.getByLabel("Permission set").selectOption("Super User");
  await page.getByLabel("Service", { exact: true }).selectOption("All Identity and Access enabled services");
  for (const role of ["Administrator", "Manager"]) await tick(page, role);
  await visitor.press("Invite");
  await visitor.told(`${fresh} was invited`);
  await expect(visitor.row(fresh)).toContainText("Pending");

  // Nobody acts as who has not accepted.
  await page.getByLabel(/^Persona:/).click();
  await expect(page.getByRole("listitem").filter({ hasText: fresh })).toContainText("is pending. Accept it first");
  await page.getByLabel(/^Persona:/).click();
  await visitor.rowAction(fresh, "Accept as the invited user");
  await visitor.told(`${fresh} has accepted the invitation`);
  await expect(visitor.row(fresh)).toContainText("Active");
  await openUser(visitor, fresh);
  await visitor.tab("Access policies");
  await expect(visitor.row("All Identity and Access enabled services")).toContainText("Administrator");

  await visitor.actAs(fresh);
  await resetKey(visitor, "eu-de", "prod");
  await openCluster(visitor, "vpc-fra");
  await expect(visitor.fact("API key owner's email")).toHaveText(fresh);
  await openCluster(visitor, "classic-ams");
  await expect(visitor.fact("API key owner's email")).toHaveText(fresh);

  // A region and resource group without clusters can be prepared too.
  await resetKey(visitor, "us-south", "prod");
  await expect(visitor.fact("API key owner")).toContainText(fresh);
  // An invitation brings neither access to support cases nor devices.
  const lacking = await checkPermissions(visitor, "us-south", "prod");
  for (const need of ["Add Tickets (required)", "All Guest Access (suggested)"]) expect(lacking).toContain(need);
  await visitor.actAs("owner@example.com");
  await assign(visitor, fresh, { kind: "Account management", service: "Support Center", roles: ["Administrator"] });
  await openClassic(visitor, fresh, "Devices");
  for (const kind of ["bare metal server", "virtual server"]) await tick(page, `Auto ${kind} access`);
  await visitor.press("Set");
  await visitor.told(`Device access of ${fresh} saved`);
  const report = await checkPermissions(visitor, "us-south", "prod");
  expect(report).toContain("No changes are suggested or required.");
  expect(report).not.toMatch(/\((required|suggested)\)/);
});
