// The journeys of the two documents at the shell in the page. What they leave is looked at in the console beside it.
import { openCluster } from "./console";
import { expect, test } from "./support";

const functional = "k8s-functional@example.com";

test("most use cases: a functional ID takes over the API keys", async ({ visitor }) => {
  await visitor.start();
  // The demo account has invited it already: from the beginning.
  await visitor.ok(`ibmcloud account user-remove ${functional} -f`);
  await visitor.ok(`ibmcloud account user-invite ${functional}`);
  await visitor.fails(`ibmcloud login -u ${functional} -p demo`);
  await visitor.ok(`credlab accept ${functional}`);
  for (const policy of [
    "--roles Administrator,Manager --service-name containers-kubernetes",
    "--roles Administrator --service-name is",
    "--roles Administrator,Manager --service-name container-registry",
    "--roles Administrator --service-name support",
    "--roles Viewer --resource-type resource-group",
  ]) {
    await visitor.ok(`ibmcloud iam user-policy-create ${functional} ${policy}`);
  }
  const users = await visitor.ok("ibmcloud sl user list");
  const id = users.split("\n").find((line) => line.includes(functional))?.split(/\s+/)[0];
  expect(await visitor.ok(`ibmcloud sl user permission-edit ${id} --permission ALL --enable true`)).toContain(
    "Permissions updated successfully",
  );
  await visitor.ok(`ibmcloud sl user grant-access ${id} --hardware 2301101 --virtual 90112001 --dedicated 310201`);
  const devices = await visitor.ok(`ibmcloud sl user device-access ${id}`);
  for (const device of ["db-1", "web-1", "host-1"]) expect(devices).toContain(`${device}.acme.example.com`);

  const login = await visitor.ok("ibmcloud login", functional, "demo");
  expect(login).toContain(`User:             ${functional}`);
  for (const [region, group, cluster] of [
    ["eu-de", "prod", "vpc-fra"],
    ["us-south", "default", "classic-dal"],
  ]) {
    expect(await visitor.ok(`ibmcloud target -g ${group}`)).toContain(`Targeted resource group ${group}`);
    await visitor.ok(`ibmcloud ks api-key reset --region ${region}`);
    expect(await visitor.ok(`ibmcloud ks api-key info --cluster ${cluster}`)).toContain(functional);
  }

  // The add-ons of the VPC cluster hold the old key until their pods are made again.
  await visitor.ok("ibmcloud ks cluster config --cluster vpc-fra");
  expect(await visitor.ok("kubectl get pvc")).toContain("Pending");
  const pods = await visitor.ok("kubectl get pods -n kube-system");
  const holders = pods.match(/ibm-(vpc-block-csi-controller|iks-cluster-autoscaler)-\S+/g) ?? [];
  expect(holders).toHaveLength(2);
  for (const pod of holders) {
    expect(await visitor.ok(`kubectl delete pod -n kube-system ${pod}`)).toContain(`pod "${pod}" deleted`);
  }
  expect(await visitor.ok("kubectl get pvc")).toContain("Bound");

  // The old key is obsolete: its owner deletes it, and nothing breaks.
  await visitor.ok("credlab as leaver@example.com");
  const keys = await visitor.ok("ibmcloud iam api-keys");
  const old = keys.match(/ApiKey-\S+(?=\s+containers-kubernetes-key)/)?.[0];
  await visitor.ok(`ibmcloud iam api-key-delete ${old} -f`);
  await visitor.ok(`credlab as ${functional}`);
  expect(await visitor.ok("ibmcloud ks cluster health issues --cluster vpc-fra")).not.toContain("NHC009");

  // What is ordered from now on is ordered with the new key.
  await visitor.ok("credlab as operator@example.com");
  await visitor.ok(
    "ibmcloud ks worker-pool resize --cluster classic-dal --worker-pool default --size-per-zone 3",
  );
  expect((await visitor.ok("ibmcloud ks worker ls --cluster classic-dal")).match(/^kube-/gm)).toHaveLength(3);

  // The console shows the same.
  for (const cluster of ["vpc-fra", "classic-dal"]) {
    await openCluster(visitor, cluster);
    await expect(visitor.fact("API key owner's email")).toHaveText(functional);
  }
});

test("viewer to Operator: the first gate, then the second", async ({ visitor }) => {
  await visitor.start();
  const vlans = await visitor.ok("ibmcloud ks vlan ls --zone dal10");
  const vlan = vlans.split("\n").find((line) => line.includes("private"))?.split(/\s+/)[0];
  const add = `ibmcloud ks worker add --cluster classic-dal --workers 1 --flavor b3c.4x16 --private-vlan ${vlan}`;

  await visitor.ok("credlab as viewer@example.com");
  const refused = await visitor.fails(add);
  expect(refused).toContain("This action requires the Operator role for the cluster");
  expect(refused).toContain("(A0008)");

  await visitor.ok("credlab as owner@example.com");
  await visitor.ok(
    "ibmcloud iam user-policy-create viewer@example.com --roles Operator --service-name containers-kubernetes",
  );
  await visitor.ok("credlab as viewer@example.com");
  await visitor.ok(add);
  const workers = await visitor.ok("ibmcloud ks worker ls --cluster classic-dal");
  expect(workers.match(/^kube-/gm)).toHaveLength(3);

  // A weak owner of the key: IAM lets the Operator ask, the infrastructure refuses.
  await visitor.ok("credlab as classic@example.com");
  await visitor.ok("ibmcloud ks api-key reset --region us-south");
  await visitor.ok("credlab as viewer@example.com");
  expect(await visitor.fails(add)).toContain("'Item' must be ordered with permission.");
});

test("a different classic account: set, orphaned, unset, recovered", async ({ visitor }) => {
  await visitor.start();
  const key = "0dab5e1f7c3a4e62b98d04c6f1a2937de8b650c4a1f39d72e6c85b0a4d1e7f93";
  await visitor.fails("ibmcloud ks credential get --region us-south");
  await visitor.ok(
    `ibmcloud ks credential set classic --infrastructure-username 7654321_infra@example.com --infrastructure-api-key ${key} --region us-south`,
  );
  expect(await visitor.ok("ibmcloud ks credential get --region us-south")).toContain(
    "Infrastructure credentials for user name 7654321_infra@example.com set for resource group default.",
  );
  expect(await visitor.ok("ibmcloud ks cluster get --cluster classic-dal")).toContain("7654321_infra@example.com");
  const orphaned = await visitor.ok("ibmcloud ks worker ls --cluster classic-dal");
  expect(orphaned).toContain("incorrect account for worker");
  const worker = orphaned.match(/^kube-\S+/m)?.[0];
  await visitor.fails(`ibmcloud ks worker reload --cluster classic-dal --worker ${worker} -f`);
  expect(await visitor.ok("ibmcloud ks infra-permissions get --region us-south")).toContain(
    "with infrastructure access set up by manually set IaaS credentials.",
  );

  await visitor.ok("ibmcloud ks credential unset --region us-south");
  expect(await visitor.ok("ibmcloud ks worker ls --cluster classic-dal")).not.toContain("incorrect account");
  expect(await visitor.ok("ibmcloud ks infra-permissions get --region us-south")).toContain(
    "with infrastructure access set up by linked account API key.",
  );
  // VPC knows no such thing.
  await visitor.run(
    `ibmcloud ks credential set vpc-gen2 --infrastructure-username 7654321_infra@example.com --infrastructure-api-key ${key} --region eu-de`,
  );
  await expect(visitor.page.getByRole("log").locator("pre").last()).toContainText("FAILED");
});

test("customizing classic permissions", async ({ visitor }) => {
  await visitor.start();
  const users = await visitor.ok("ibmcloud sl user list");
  const idIn = (list: string, email: string) => list.split("\n").find((line) => line.includes(email))?.split(/\s+/)[0];
  const id = idIn(users, "classic@example.com");
  const assigned = async (permission: string) => {
    const shown = await visitor.ok(`ibmcloud sl user permissions ${id}`);
    return shown.match(new RegExp(`\\b${permission}\\s+(true|false)`))?.[1];
  };
  const edit = (rest: string) => `ibmcloud sl user permission-edit ${id} ${rest}`;

  expect(await assigned("SERVER_ADD")).toBe("false");
  await visitor.ok(edit("--permission SERVER_ADD --enable true"));
  expect(await assigned("SERVER_ADD")).toBe("true");
  await visitor.ok(edit("--permission ALL --enable true"));
  expect(await assigned("NETWORK_VLAN_SPANNING")).toBe("true");
  await visitor.ok(edit("--permission ALL --enable false"));
  expect(await assigned("SERVER_ADD")).toBe("false");
  expect(await visitor.fails(edit("--permission NO_SUCH --enable true"))).toContain("NO_SUCH is not a valid permission");

  // Whose key is stored holds nothing now, and the check says so.
  await visitor.ok("credlab as classic@example.com");
  await visitor.ok("ibmcloud ks api-key reset --region us-south");
  const missing = await visitor.ok("ibmcloud ks infra-permissions get --region us-south");
  expect(missing).toContain("Add Server");
  await visitor.ok("credlab as owner@example.com");
  await visitor.ok(edit("--permission ALL --enable true"));
  expect(await visitor.ok("ibmcloud ks infra-permissions get --region us-south")).not.toContain("Add Server");

  // Nobody hands out what they don't hold, nor to whom is not below them.
  await visitor.ok(edit("--permission SERVER_ADD --enable false"));
  await visitor.ok(
    "ibmcloud iam user-policy-create classic@example.com --roles Administrator --service-name user-management",
  );
  await visitor.ok("credlab as classic@example.com");
  await visitor.ok("ibmcloud account user-invite below@example.com");
  const below = idIn(await visitor.ok("ibmcloud sl user list"), "below@example.com");
  const give = (user: string | undefined, permission: string) =>
    `ibmcloud sl user permission-edit ${user} --permission ${permission} --enable true`;
  await visitor.ok(give(below, "HARDWARE_VIEW"));
  expect(await visitor.fails(give(below, "SERVER_ADD"))).toContain("You can't grant access that you don't have: Add Server.");
  await visitor.fails(give(idIn(users, "operator@example.com"), "HARDWARE_VIEW"));
});

test("someone leaves, and a key is compromised", async ({ visitor }) => {
  await visitor.start();
  // Removed without a reset: the clusters of the place lose their credentials.
  await visitor.ok("ibmcloud account user-remove leaver@example.com -f");
  const issues = await visitor.ok("ibmcloud ks cluster health issues --cluster vpc-fra");
  expect(issues).toContain("NHC009");
  await visitor.ok("ibmcloud target -g prod");
  await visitor.ok("ibmcloud ks api-key reset --region eu-de");
  expect(await visitor.ok("ibmcloud ks cluster health issues --cluster vpc-fra")).not.toContain("NHC009");

  // Compromised: deleted, so nothing more can be done with it, then reset.
  const key = (await visitor.ok("ibmcloud iam api-keys")).match(/ApiKey-\S+(?=\s+containers-kubernetes-key.*eu-de)/)?.[0];
  await visitor.ok(`ibmcloud iam api-key-delete ${key} -f`);
  expect(await visitor.ok("ibmcloud ks cluster health issues --cluster vpc-fra")).toContain("NHC009");
  await visitor.ok("ibmcloud ks api-key reset --region eu-de");
  expect(await visitor.ok("ibmcloud ks cluster health issues --cluster vpc-fra")).not.toContain("NHC009");
});

test("a service ID tries to reset", async ({ visitor }) => {
  await visitor.start();
  await visitor.ok("credlab as ci-deployer");
  const refused = await visitor.fails("ibmcloud ks api-key reset --region us-south");
  expect(refused).toContain("service ID");
  expect(refused).toContain("(A0656)");
});

test("a Lite account tries to create a cluster", async ({ visitor }) => {
  await visitor.start("empty-lite");
  const refused = await visitor.fails(
    "ibmcloud ks cluster create classic --name first --zone dal10 --flavor b3c.4x16 --workers 1",
  );
  expect(refused).toContain("Lite account can't create clusters");
});
