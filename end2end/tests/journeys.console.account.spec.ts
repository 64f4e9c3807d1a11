// A different classic infrastructure account in the console: set, orphaned, unset, recovered.
import { checkPermissions, openCluster, openSlot } from "./console";
import { expect, test } from "./support";

const other = "7654321_infra@example.com";
const key = "0dab5e1f7c3a4e62b98d04c6f1a2937de8b650c4a1f39d72e6c85b0a4d1e7f93";

test("a different classic account: set, orphaned, unset, recovered", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await openCluster(visitor, "classic-dal");
  await expect(visitor.fact("API key")).toHaveText("Works");
  await expect(visitor.fact("Infrastructure User")).toHaveCount(0);

  // What is no pair of user name and key is not taken.
  await openSlot(visitor, "us-south", "default");
  const slot = page.getByRole("region", { name: "us-south / default" });
  const set = async (typed: string) => {
    await slot.getByRole("link", { name: "Set infrastructure credentials" }).click();
    const dialog = page.getByRole("dialog", { name: "Set infrastructure credentials for us-south / default" });
    await expect(dialog).toContainText("become unmanageable");
    await dialog.getByLabel("Infrastructure user name").fill(other);
    await dialog.getByLabel("Infrastructure API key").fill(typed);
    await dialog.getByRole("button", { name: "Set credentials" }).click();
    return dialog;
  };
  const dialog = await set("not a key");
  await expect(page.getByRole("alert")).toBeVisible();
  await dialog.getByRole("link", { name: "Cancel" }).click();
  await expect(visitor.fact("Infrastructure User")).toHaveText("Not set");

  await set(key);
  const told = await visitor.told("Infrastructure credentials are set for us-south / default");
  await expect(told).toContainText("Cluster classic-dal: The credentials in force belong to another classic infrastructure account");
  await expect(visitor.fact("Infrastructure User")).toHaveText(other);
  await expect(page.getByText(key)).toHaveCount(0);

  // Verified: by the check, on the cluster's page, and by what can't be done to its workers.
  expect(await checkPermissions(visitor, "us-south", "default")).toContain(
    "account 7654321 is set up by manually set infrastructure credentials",
  );
  await openCluster(visitor, "classic-dal");
  await expect(visitor.fact("Infrastructure User")).toHaveText(other);
  await expect(page.getByText("The infrastructure credentials belong to another classic account")).toBeVisible();
  await visitor.tab("Worker nodes");
  const worker = visitor.row("kube-").first();
  await expect(worker).toContainText("incorrect account for worker");
  const id = await worker.getByRole("cell").first().innerText();
  await visitor.rowAction(id, "Reload");
  const refused = await visitor.told("Gate 2: the infrastructure credentials");
  await expect(refused).toContainText("incorrect account for worker");
  await expect(refused).toContainText(
    "created in classic infrastructure account 1234567; the credentials in force belong to account 7654321",
  );

  // Unset, and everything is as before.
  await openSlot(visitor, "us-south", "default");
  await slot.getByRole("link", { name: "Unset infrastructure credentials" }).click();
  const unset = page.getByRole("dialog", { name: "Unset the infrastructure credentials of us-south / default?" });
  await expect(unset).toContainText("The credentials in force belong to its classic infrastructure account again.");
  await unset.getByRole("button", { name: "Unset credentials" }).click();
  await visitor.told("The infrastructure credentials of us-south / default are unset");
  expect(await checkPermissions(visitor, "us-south", "default")).toContain(
    "account 1234567 is set up by the API key of the linked account",
  );
  await openCluster(visitor, "classic-dal", "Worker nodes");
  await expect(visitor.row(id)).not.toContainText("incorrect account");
  await visitor.rowAction(id, "Reload");
  await visitor.told(`Worker node ${id} is being reloaded`);
});

test("manually set credentials are for classic infrastructure only", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  // Both clusters are in the same region and resource group, whose credentials are set.
  await openCluster(visitor, "classic-ams");
  await expect(visitor.fact("Infrastructure User")).toHaveText(other);
  await openCluster(visitor, "vpc-fra");
  await expect(visitor.fact("Region and resource group")).toHaveText("eu-de / prod");
  await expect(visitor.fact("API key")).toHaveText("Works");
  await expect(visitor.fact("Infrastructure User")).toHaveCount(0);

  // There are none to set for VPC, and unsetting them orphans the classic cluster only.
  await openSlot(visitor, "eu-de", "prod");
  await visitor.follow("Set infrastructure credentials");
  const set = page.getByRole("dialog", { name: "Set infrastructure credentials for eu-de / prod" });
  await expect(set).toContainText("VPC clusters keep using the API key.");
  await set.getByRole("link", { name: "Cancel" }).click();
  await page.getByRole("region", { name: "eu-de / prod" }).getByRole("link", { name: "Unset infrastructure credentials" }).click();
  const unset = page.getByRole("dialog", { name: "Unset the infrastructure credentials of eu-de / prod?" });
  await expect(unset).toContainText("The credentials in force belong to another classic infrastructure account");
  await expect(unset).not.toContainText("vpc-fra");
  await unset.getByRole("button", { name: "Unset credentials" }).click();
  await visitor.told("The infrastructure credentials of eu-de / prod are unset");
  await openCluster(visitor, "classic-ams", "Worker nodes");
  await expect(visitor.row("kube-").first()).toContainText("incorrect account for worker");
  await openCluster(visitor, "vpc-fra", "Worker nodes");
  await expect(visitor.row("kube-").first()).not.toContainText("incorrect account");
});
