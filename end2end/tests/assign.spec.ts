// Access that is given step by step, changed, and copied, for every kind of subject. With script and without.
import { box, openUser, tick } from "./console";
import { type Visitor, expect, test } from "./support";

const VIEWER = "viewer@example.com";

/** Opens the form of a service, from a subject's page. */
async function chooseService(visitor: Visitor, kind: string, service: string) {
  await visitor.follow("Assign access");
  for (const card of [kind, service]) {
    await visitor.page.getByRole("main").getByRole("link", { name: new RegExp(`^${card}`) }).click();
  }
  await expect(visitor.page.getByLabel("Resources", { exact: true })).toBeVisible();
}

/** The heading of a step. */
async function at(visitor: Visitor, step: string) {
  await expect(visitor.page.getByRole("heading", { level: 2, name: step, exact: true })).toBeVisible();
}

/** Chooses one of several choices. Carbon draws it over the real one, which therefore is never on top. */
async function choose(visitor: Visitor, label: string) {
  await visitor.page.getByRole("radio", { name: label }).check({ force: true });
}

/** Adds a condition on the resource. */
async function condition(visitor: Visitor, attribute: string, value: string, operator = "string equals") {
  const { page } = visitor;
  await page.getByLabel("Attribute type").selectOption(attribute);
  await visitor.press("Add a condition");
  const row = page.getByRole("group", { name: attribute, exact: true });
  await row.getByLabel("Operator").selectOption(operator);
  await row.getByLabel("Value").fill(value);
}

test("access is given step by step, and is stored as the review shows it", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await openUser(visitor, VIEWER);
  await chooseService(visitor, "IAM services", "VPC Infrastructure Services");
  await tick(page, "Viewer");
  await visitor.press("More options and review");

  await at(visitor, "Resources");
  await expect(page.getByRole("main")).toContainText("All resources: no condition limits the access.");
  await condition(visitor, "Resource group", "prod");
  await condition(visitor, "Region", "");
  // A condition without a value would limit nothing.
  await visitor.press("Next");
  await expect(page.getByRole("main")).toContainText("attribute value");
  await at(visitor, "Resources");
  const region = page.getByRole("group", { name: "Region", exact: true });
  await region.getByLabel("Operator").selectOption("string matches");
  await region.getByLabel("Value").fill("eu-*");
  await visitor.press("Next");

  await at(visitor, "Resource group access");
  await page.getByLabel("Role on the resource group").selectOption("Viewer");
  await visitor.press("Next");

  await at(visitor, "Roles and actions");
  await expect(box(page, "Viewer")).toBeChecked();
  await tick(page, "Operator");
  await page.getByText(/^\d+ actions$/).nth(1).click();
  await expect(page.getByText("is.vpc.vpc.operate").first()).toBeVisible();
  await visitor.press("Next");

  await at(visitor, "Conditions");
  await choose(visitor, "Once, from one moment to another");
  await page.getByLabel("Time zone").selectOption("UTC+01:00");
  await page.getByLabel("Start").fill("2030-01-02T09:00");
  await page.getByLabel("End").fill("2030-01-01T09:00");
  await visitor.press("Review");
  await expect(page.getByRole("main")).toContainText("it must end after it begins");
  await page.getByLabel("End").fill("2030-01-31T17:00");
  await visitor.press("Review");

  const first = page.getByRole("region", { name: "Policy 1", exact: true });
  await expect(first).toContainText("Resource group equals prod; Region matches eu-*");
  const json = await first.getByRole("region", { name: "version 2 of the API" }).innerText();
  const stored = JSON.parse(json);
  expect(stored.pattern).toBe("time-based-conditions:once");
  expect(stored.resource.attributes).toContainEqual({ key: "region", operator: "stringMatch", value: "eu-*" });
  const second = page.getByRole("region", { name: "Policy 2", exact: true });
  await expect(second).toContainText("prod resource group only");
  // The address holds all of it.
  await visitor.visit(page.url());
  await expect(first).toContainText("from 2030-01-02 08:00 UTC and until 2030-01-31 16:00 UTC");
  await visitor.press("Assign");
  await expect(await visitor.told(`Access assigned to ${VIEWER}`)).toContainText("Viewer, Operator on VPC Infrastructure Services");
  const own = page.getByRole("table", { name: "Access policies" });
  await expect(own.getByRole("row").filter({ hasText: "VPC Infrastructure Services" })).toContainText("until 2030-01-31");
  await expect(own.getByRole("row").filter({ hasText: "prod resource group only" })).toHaveCount(1);

  const shown = await visitor.ok(`ibmcloud iam user-policies ${VIEWER} --output json --api-version v2`);
  const kept = JSON.parse(shown).find((policy: { pattern?: string }) => policy.pattern);
  for (const part of ["control", "resource", "rule", "subject"]) expect(kept[part], part).toEqual(stored[part]);
});

test("several policies are put together and assigned at once, every week on certain days", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.go("Access groups");
  await visitor.follow("cluster-operators");
  await chooseService(visitor, "IAM services", "Container Registry");
  await tick(page, "Reader");
  await visitor.press("More options and review");
  for (const step of ["Resources", "Resource group access", "Roles and actions"]) {
    await at(visitor, step);
    await visitor.press("Next");
  }
  await at(visitor, "Conditions");
  await choose(visitor, "Every week, on certain days");
  for (const day of ["Monday", "Friday"]) await tick(page, day);
  await page.getByLabel("From", { exact: true }).fill("09:00");
  await page.getByLabel("To", { exact: true }).fill("17:00");
  await visitor.press("Review");
  await visitor.press("Add another policy");

  await expect(page.getByRole("region", { name: "Assigned with this one" })).toContainText("Reader on Container Registry");
  for (const card of ["Account management", "Support Center"]) {
    await page.getByRole("main").getByRole("link", { name: new RegExp(`^${card}`) }).click();
  }
  await tick(page, "Editor");
  await expect(page.getByRole("button", { name: "Assign", exact: true })).toBeDisabled();
  await visitor.press("More options and review");
  await at(visitor, "Roles and actions");
  await visitor.press("Next");
  await visitor.press("Review");
  await expect(page.getByRole("region", { name: "Policy 1", exact: true })).toContainText("on Mon, Fri (+00:00)");
  await expect(page.getByRole("region", { name: "Policy 2", exact: true })).toContainText("Support Center");
  await visitor.press("Assign");
  await visitor.told("Access assigned to cluster-operators");
  await expect(visitor.row("Container Registry")).toContainText("Reader");
  await expect(visitor.row("Support Center")).toContainText("Editor");
});

test("service IDs and trusted profiles are given access, too, and services are searched", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.go("Service IDs");
  await visitor.follow("ci-deployer");
  await visitor.follow("Assign access");
  await page.getByRole("link", { name: /^IAM services/ }).click();
  await page.getByLabel("Search services").fill("registry");
  await visitor.press("Search");
  const cards = page.getByRole("region", { name: "IAM services" }).getByRole("listitem");
  await expect(cards).toHaveCount(1);
  await cards.getByRole("link").click();
  await tick(page, "Manager");
  await visitor.press("Assign");
  await visitor.told("Access assigned to ci-deployer");
  await expect(visitor.row("Container Registry")).toContainText("Manager");

  await visitor.ok("ibmcloud iam trusted-profile-create night -d 'by night'");
  await visitor.visit("/iam/trusted-profiles");
  await visitor.follow("night");
  await chooseService(visitor, "IAM services", "Kubernetes Service");
  await page.getByLabel("Resources", { exact: true }).selectOption("Cluster vpc-fra");
  await tick(page, "Operator");
  await visitor.press("Assign");
  await visitor.told("Access assigned to night");
  await expect(visitor.row("vpc-fra instance")).toContainText("Operator");
});

test("a policy gets other resources and conditions, and what changed meanwhile is said", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.ok(`ibmcloud iam user-policy-create ${VIEWER} --roles Viewer --service-name is --region eu-de`);
  const policies = async () => {
    const shown = await visitor.ok(`ibmcloud iam user-policies ${VIEWER} --output json`);
    return JSON.parse(shown) as { id: string }[];
  };
  const [{ id }] = await policies();
  await visitor.visit("/iam/users");
  await openUser(visitor, VIEWER);
  await visitor.tab("Access policies");
  await visitor.rowAction("VPC Infrastructure", "Edit");
  await visitor.press("Change resources");
  await visitor.press("Remove the condition on Region");
  await condition(visitor, "Resource group", "default");
  await visitor.press("Next");
  await at(visitor, "Roles and actions");
  await visitor.press("Next");
  await at(visitor, "Conditions");
  await choose(visitor, "Every week, on certain days");
  await tick(page, "Sunday");
  await visitor.press("Review");
  await expect(page.getByRole("region", { name: "Policy", exact: true })).toContainText("on Sun (+00:00)");
  const review = page.url();

  // Somebody else changes it before it is saved.
  await visitor.ok(`ibmcloud iam user-policy-update ${VIEWER} ${id} --roles Editor`);
  await visitor.visit(review);
  const main = page.getByRole("main");
  await expect(main).toContainText("The policy was changed meanwhile");
  await expect(main).toContainText("It gives Editor on VPC Infrastructure Services, eu-de region now");
  await visitor.press("Save");
  await visitor.told("Policy saved");
  await expect(visitor.row("VPC Infrastructure")).toContainText("default resource group, on Sun (+00:00)");
  await expect(visitor.row("VPC Infrastructure")).not.toContainText("eu-de");

  // Or removes it.
  await visitor.ok(`ibmcloud iam user-policy-delete ${VIEWER} ${id} --force`);
  const gone = await page.request.get(review);
  expect(gone.status()).toBe(404);
  expect(await gone.text()).toContain("Policy not found");
});

test("access is copied as text, and its lines make it again", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await openUser(visitor, "classic@example.com");
  await visitor.follow("Copy as");
  const text = page.getByRole("region", { name: "Shell script" });
  const line = /^ibmcloud iam user-policy-create classic@example\.com --roles Administrator.*$/m;
  await expect(text).toContainText("sl user permission-edit");
  const typed = `${(await text.innerText()).match(line)}`;
  const download = page.getByRole("link", { name: "Download" });
  await expect(download).toHaveAttribute("download", "classic-example.com.sh");
  expect(decodeURIComponent(`${await download.getAttribute("href")}`)).toContain(typed);
  await visitor.tab("Terraform");
  await expect(page.getByRole("region", { name: "Terraform" })).toContainText('resource "ibm_iam_user_policy"');
  await visitor.tab("JSON");
  const access = JSON.parse(await page.getByRole("region", { name: "JSON" }).innerText());
  expect(access.policies.length).toBeGreaterThan(1);

  await visitor.visit("/iam/users");
  await openUser(visitor, "classic@example.com");
  await visitor.tab("Access policies");
  await visitor.rowAction("Kubernetes Service", "Remove");
  await page.getByRole("dialog", { name: "Remove policy" }).getByRole("button", { name: "Remove" }).click();
  await visitor.told("Policy removed");
  await expect(visitor.row("Kubernetes Service")).toHaveCount(0);
  await visitor.ok(typed);
  await visitor.visit("/iam/users");
  await openUser(visitor, "classic@example.com");
  await visitor.tab("Access policies");
  await expect(visitor.row("Kubernetes Service")).toContainText("Administrator");
  await visitor.rowAction("Kubernetes Service", "Copy as");
  await expect(page.getByRole("region", { name: "Shell script" })).toHaveText(typed);
});

test("only what the persona may assign is offered, and why not the rest", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  const other = "editor@example.com";
  // Administrator in one resource group alone, which they see.
  await visitor.ok(`ibmcloud iam user-policy-create ${other} --roles Administrator --service-name containers-kubernetes --resource-group-name prod`);
  await visitor.ok(`ibmcloud iam user-policy-create ${other} --roles Viewer --resource-type resource-group`);
  await visitor.visit("/iam/users");
  await openUser(visitor, VIEWER);
  const path = `${new URL(page.url()).pathname}/assign-access?kind=iam`;
  await visitor.actAs(other);
  await visitor.visit(path);
  const services = page.getByRole("region", { name: "IAM services" });
  await expect(services.getByRole("link", { name: /^Kubernetes Service/ })).toBeVisible();
  await expect(services.getByRole("link", { name: /^Container Registry/ })).toHaveCount(0);
  const registry = services.getByRole("listitem").filter({ hasText: "Container Registry" });
  await expect(registry).toContainText("You are not authorized to assign access to Container Registry service.");

  // The address of a step says it, too.
  const step = `${path}&service=container-registry&roles[]=Reader&step=review`;
  await visitor.visit(step);
  await expect(page.getByRole("main")).toContainText("You are not authorized to assign access to Container Registry service.");
  await expect(page.getByRole("button", { name: "Assign", exact: true })).toBeDisabled();
});
