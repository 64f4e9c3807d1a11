// The two gates in the console: what a role lets ask for, and what the stored API key can do.
import { assign, openCluster, resetKey } from "./console";
import { expect, test } from "./support";

test("viewer to Operator: the first gate, then the second", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();

  // The first gate: the control is shown with its reason, and what is posted all the same is refused.
  await visitor.actAs("viewer@example.com");
  await openCluster(visitor, "classic-dal", "Worker nodes");
  const workers = visitor.row("kube-");
  await expect(workers).toHaveCount(2);
  const form = page.getByRole("region", { name: "Add worker nodes" });
  const add = form.getByRole("button", { name: "Add" });
  await expect(add).toBeDisabled();
  await expect(form).toContainText("requires the Operator role");
  const cluster = new URL(page.url()).pathname.split("/").at(-2) ?? "";
  const posted = await page.request.post("/api/kubernetes/clusters/workers/add", {
    form: { cluster, count: "1" },
    headers: { accept: "application/json" },
  });
  expect(await posted.json()).toMatchObject({ kind: "error", layer: "Gate 1: the caller's access" });
  await page.reload();
  await expect(workers).toHaveCount(2);

  // The role alone changes it: the key's owner is strong.
  await visitor.actAs("owner@example.com");
  await assign(visitor, "viewer@example.com", {
    kind: "IAM services",
    service: "Kubernetes Service",
    resources: "Cluster classic-dal",
    roles: ["Operator"],
  });
  await visitor.actAs("viewer@example.com");
  await openCluster(visitor, "classic-dal", "Worker nodes");
  await expect(form).not.toContainText("requires the Operator role");
  await add.click();
  await visitor.told("1 worker node ordered for classic-dal");
  await expect(workers).toHaveCount(3);

  // The second gate: the key's new owner can't order servers.
  await visitor.actAs("classic@example.com");
  await resetKey(visitor, "us-south", "default");
  await visitor.actAs("viewer@example.com");
  await openCluster(visitor, "classic-dal", "Worker nodes");
  await add.click();
  const refused = await visitor.told("Gate 2: the infrastructure credentials");
  await expect(refused).toContainText("'Item' must be ordered with permission");
  await expect(refused).toContainText("Add Server");
  await expect(refused).toContainText("classic@example.com");
  await expect(refused).toContainText("What would help:");
  await expect(workers).toHaveCount(3);

  // The remedy is taken: somebody strong resets the key.
  await visitor.actAs("owner@example.com");
  await resetKey(visitor, "us-south", "default");
  await visitor.actAs("viewer@example.com");
  await openCluster(visitor, "classic-dal", "Worker nodes");
  await add.click();
  await visitor.told("1 worker node ordered for classic-dal");
  await expect(workers).toHaveCount(4);
});

test("what was refused is in the audit trail", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.actAs("classic@example.com");
  await resetKey(visitor, "us-south", "default");
  await openCluster(visitor, "classic-dal", "Worker nodes");
  await page.getByRole("region", { name: "Add worker nodes" }).getByRole("button", { name: "Add" }).click();
  await visitor.told("Gate 2: the infrastructure credentials");
  await visitor.actAs("owner@example.com");
  await visitor.go("Activity");
  const entry = visitor.row("containers-kubernetes.cluster-worker.add").filter({ hasText: "Failure" });
  await expect(entry).toContainText("classic@example.com");
  await expect(visitor.row("containers-kubernetes.account-api-key.reset").first()).toContainText("Success");

  await page.getByLabel("Outcome").selectOption("Failure");
  await visitor.press("Filter");
  await expect(page.getByText("1–1 of 1 items")).toBeVisible();
  await expect(entry).toContainText("'Item' must be ordered with permission");
});
