// Clusters at the console, from their creation to their end. With script and without.
import { openCluster } from "./console";
import { expect, test } from "./support";

test("the owner creates a classic cluster", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.go("Clusters");
  await visitor.follow("Create cluster");
  await page.getByLabel("Cluster name").fill("classic-wdc");
  await page.getByLabel("Resource group").selectOption("prod");
  await page.getByLabel("Worker zone").selectOption("wdc07");
  await page.getByLabel("Flavor").selectOption("b3c.8x32");
  await page.getByLabel("Worker nodes").fill("2");
  await visitor.press("Create");
  await visitor.told("Cluster classic-wdc is being created");
  await expect(visitor.heading("classic-wdc")).toBeVisible();
  await expect(visitor.fact("Resource group")).toHaveText("prod");
  await expect(visitor.fact("API key owner's email")).toHaveText("owner@example.com");
  await visitor.tab("Worker nodes");
  await expect(visitor.row("b3c.8x32")).toHaveCount(2);
  await visitor.go("Clusters");
  const cluster = visitor.row("classic-wdc");
  for (const cell of ["prod", "wdc07", "2", "Classic"]) {
    await expect(cluster.getByRole("cell", { name: cell, exact: true })).toHaveCount(1);
  }
});

test("an add-on is enabled and disabled", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await openCluster(visitor, "classic-dal", "Add-ons");
  const addon = page.getByRole("table", { name: "Add-ons" }).getByRole("row").filter({ hasText: "static-route" });
  const offer = page.getByLabel("Add-on", { exact: true }).getByRole("option").filter({ hasText: "static-route" });
  await expect(addon).toHaveCount(0);
  await page.getByLabel("Add-on", { exact: true }).selectOption("static-route");
  await visitor.press("Enable");
  await visitor.told("Add-on static-route is enabled in classic-dal");
  await expect(addon).toContainText("Normal");
  await expect(offer).toHaveCount(0);
  await visitor.rowAction("static-route", "Disable");
  await visitor.told("Add-on static-route is disabled in classic-dal");
  await expect(addon).toHaveCount(0);
  await expect(offer).toHaveCount(1);
});

test("a worker node is removed, and then its cluster", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await openCluster(visitor, "classic-dal", "Worker nodes");
  const workers = visitor.row("kube-");
  await expect(workers).toHaveCount(2);
  const worker = await workers.first().getByRole("code").innerText();
  await visitor.rowAction(worker, "Remove");
  const dialog = page.getByRole("dialog", { name: "Remove worker node?" });
  await expect(dialog).toContainText(worker);
  await dialog.getByRole("button", { name: "Remove" }).click();
  await visitor.told(`Worker node ${worker} is cancelled`);
  await expect(dialog).toHaveCount(0);
  await expect(workers).toHaveCount(1);
  await expect(visitor.row(worker)).toHaveCount(0);

  await visitor.follow("Delete cluster");
  const end = page.getByRole("dialog", { name: "Delete cluster classic-dal?" });
  await expect(end).toContainText("This can't be undone.");
  await end.getByRole("button", { name: "Delete cluster" }).click();
  await visitor.told("Cluster classic-dal is deleted");
  await expect(visitor.heading("Clusters")).toBeVisible();
  await expect(visitor.row("classic-dal")).toHaveCount(0);
  await expect(visitor.row("classic-ams")).toHaveCount(1);
});
