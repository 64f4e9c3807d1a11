// The end of credentials in the console: someone leaves, a key is compromised, and who can't set or use any.
import { openCluster, openUser, resetKey, resize } from "./console";
import { type Visitor, expect, test } from "./support";

const leaver = "leaver@example.com";

test("someone leaves: what goes is said before, and another user resets the key", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.rowAction(leaver, "Remove user");
  const dialog = page.getByRole("dialog", { name: `Remove ${leaver}` });
  await expect(dialog).toContainText(
    "The stored API key of region eu-de and resource group prod. Without it no worker can be added, reloaded or removed in vpc-fra.",
  );
  await expect(dialog).not.toContainText("classic-dal");
  await expect(dialog).toContainText("Reset the API key of region eu-de and resource group prod as another user first");
  await expect(dialog).toContainText("Clusters, devices and whatever else the user has made stay in the account.");

  // Removed all the same.
  await dialog.getByRole("button", { name: "Remove user" }).click();
  await expect(await visitor.told(`${leaver} was removed from the account`)).toContainText("Credentials went with the user");
  await expect(visitor.heading("Users")).toBeVisible();
  await expect(visitor.row(leaver)).toHaveCount(0);
  await fails(visitor, "vpc-fra");
  await visitor.actAs("admin@example.com");
  await resetKey(visitor, "eu-de", "prod");
  await works(visitor, "vpc-fra", "admin@example.com");
});

test("someone leaves after the key was reset, and nothing breaks", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.actAs("admin@example.com");
  await resetKey(visitor, "eu-de", "prod");
  await visitor.actAs("owner@example.com");
  await openUser(visitor, leaver);
  await visitor.follow("Remove user");
  const dialog = page.getByRole("dialog", { name: `Remove ${leaver}` });
  await expect(dialog).toContainText("containers-kubernetes-key");
  await expect(dialog).not.toContainText("Credentials that stop working");
  await dialog.getByRole("button", { name: "Remove user" }).click();
  await expect(await visitor.told(`${leaver} was removed from the account`)).not.toContainText("Credentials");
  await expect(visitor.heading("Users")).toBeVisible();
  await works(visitor, "vpc-fra", "admin@example.com");
});

test("a key is compromised: disabled, deleted, reset", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  const key = visitor.row("containers-kubernetes-key").filter({ hasText: leaver });
  const listed = async () => {
    await visitor.go("API keys");
    await page.getByLabel("View", { exact: true }).selectOption("All user IBM Cloud API keys");
    await visitor.press("Show");
    await expect(key).toContainText("used by clusters");
  };
  const act = async (entry: string) => {
    await key.getByLabel(/^Actions for/).click();
    await key.getByText(entry, { exact: true }).click();
  };

  // Disabled: nobody gets a token with it until it is enabled.
  await listed();
  await act("Disable");
  await visitor.told("containers-kubernetes-key disabled");
  await expect(key).toContainText("Disabled");
  await fails(visitor, "vpc-fra");
  await listed();
  await act("Enable");
  await visitor.told("containers-kubernetes-key enabled");
  await works(visitor, "vpc-fra", leaver);

  // Deleted: no further call can be made with it.
  await listed();
  await act("Delete");
  const dialog = page.getByRole("dialog", { name: "Delete containers-kubernetes-key?" });
  await expect(dialog).toContainText("Clusters use this key");
  await expect(dialog).toContainText(/eu-de, resource group prod \(clusters: .*vpc-fra/);
  await expect(dialog).toContainText("ibmcloud ks api-key reset --region eu-de");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await visitor.told("API key containers-kubernetes-key deleted");
  await expect(key).toHaveCount(0);
  await fails(visitor, "vpc-fra");
  await resetKey(visitor, "eu-de", "prod");
  await works(visitor, "vpc-fra", "owner@example.com");
});

test("a service ID tries to reset", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.actAs("ci-deployer");
  await visitor.go("Cluster credentials");
  await page.getByRole("link", { name: "us-south / default" }).click();
  const slot = page.getByRole("region", { name: "us-south / default" });
  await expect(slot.getByRole("button", { name: "Reset API key" })).toBeDisabled();
  await expect(slot).toContainText("A service ID can't own it.");
  const group = new URL(page.url()).searchParams.get("group") ?? "";
  const answer = await page.request.post("/api/kubernetes/credentials/reset", {
    form: { region: "us-south", group },
    headers: { accept: "application/json" },
  });
  const refused = await answer.json();
  expect(refused).toMatchObject({ kind: "error", layer: "Gate 1: the caller's access" });
  expect(refused.text).toContain("this user is a service ID");
  await visitor.actAs("owner@example.com");
  await openCluster(visitor, "classic-dal");
  await expect(visitor.fact("API key owner's email")).toHaveText("owner@example.com");
});

test("a Lite account tries to create a cluster", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start("empty-lite");
  await visitor.go("Clusters");
  await visitor.follow("Create cluster");
  for (const infrastructure of ["Classic", "VPC"]) {
    await visitor.tab(infrastructure);
    await page.getByLabel("Cluster name").fill("first");
    await visitor.press("Create");
    const refused = await visitor.told("A Lite account can't create clusters");
    await expect(refused).toContainText("Upgrade the account to Pay-As-You-Go or Subscription.");
  }
  await visitor.go("Clusters");
  await expect(page.getByRole("table", { name: "Clusters" })).toContainText("There is no cluster");
});

/** A cluster keeps running without its credentials, but nothing can be ordered. */
async function fails(visitor: Visitor, cluster: string) {
  await openCluster(visitor, cluster);
  await expect(visitor.page.getByText("The API key of the region and resource group can't be used")).toBeVisible();
  await expect(visitor.fact("API key")).not.toHaveText("Works");
  await expect(visitor.page.getByRole("table", { name: "Health issues" })).toContainText("NHC009");
  await visitor.tab("Worker nodes");
  const workers = visitor.row("kube-");
  await expect(workers.first()).toBeVisible();
  const before = await workers.count();
  await resize(visitor, before + 1);
  await expect(await visitor.told("Gate 2: the infrastructure credentials")).toContainText("token exchange request failed");
  await expect(workers).toHaveCount(before);
}

/** A cluster orders with the key of an owner. */
async function works(visitor: Visitor, cluster: string, owner: string) {
  await openCluster(visitor, cluster);
  await expect(visitor.fact("API key owner's email")).toHaveText(owner);
  await expect(visitor.fact("API key")).toHaveText("Works");
  await expect(visitor.page.getByRole("table", { name: "Health issues" })).not.toContainText("NHC009");
  await visitor.tab("Worker nodes");
  const workers = visitor.row("kube-");
  await expect(workers.first()).toBeVisible();
  const before = await workers.count();
  await resize(visitor, before + 1);
  await visitor.told("Worker pool default is resized");
  await expect(workers).toHaveCount(before + 1);
}
