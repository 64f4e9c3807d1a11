// What no console has: why something is refused, the smallest change that allows it, what a change touches, where credentials go.
import { type Visitor, expect, test } from "./support";

const refused = "ibmcloud ks worker add --cluster classic-dal --workers 1";

async function act(visitor: Visitor, name: string) {
  await visitor.ok(`credlab as ${name}`);
}

test("a refusal leads to its reasons, and the smallest grant mends it", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await act(visitor, "viewer@example.com");
  await visitor.visit("/kubernetes/clusters");
  await page.getByRole("link", { name: "classic-dal" }).click();
  await page.getByRole("link", { name: "Worker nodes" }).click();
  const why = page.getByRole("main").getByRole("link", { name: "Why?" }).first();
  await why.click();
  await expect(page.getByRole("heading", { name: "viewer@example.com would be refused" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Gate 1" })).toBeVisible();
  await expect(page.getByText("Shut")).toBeVisible();

  // The change is the owner's to make.
  await page.getByRole("button", { name: "Act as owner@example.com" }).first().click();
  await page.getByRole("button", { name: "Apply" }).first().click();
  await expect(page.getByRole("heading", { name: "viewer@example.com may do this" })).toBeVisible();

  await act(visitor, "viewer@example.com");
  await visitor.ok(refused);
});

test("a form says beforehand which line does the same, and what it would touch", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.visit("/kubernetes/credentials");
  await page.getByRole("link", { name: "eu-de / prod" }).click();
  await page.getByRole("link", { name: "Reset API key" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("list", { name: "Reset API key" })).toContainText("vpc-fra");
  await dialog.getByRole("button", { name: "Command and effects" }).click();
  await expect(dialog.getByText("Nothing is changed yet")).toBeVisible();
  await expect(dialog.getByText("ibmcloud target -g prod")).toBeVisible();
  await expect(dialog.getByText("ibmcloud ks api-key reset --region eu-de")).toBeVisible();
  expect(await visitor.ok("ibmcloud ks api-key info --cluster vpc-fra")).toContain("leaver@example.com");
});

test("why the key that was reset orders no worker nodes, mended by what is offered", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await act(visitor, "classic@example.com");
  await visitor.ok("ibmcloud ks api-key reset --region us-south");

  // The owner finds trouble on the map, and walks from there to what helps.
  await act(visitor, "owner@example.com");
  await visitor.visit("/kubernetes/credentials/map");
  await expect(page.getByRole("region", { name: "What does not work" })).toContainText("classic-dal");
  await visitor.visit(`/why?as=admin@example.com&line=${encodeURIComponent(refused)}`);
  await expect(page.getByRole("heading", { name: "admin@example.com would be refused" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Gate 2" })).toBeVisible();
  await page.getByRole("button", { name: "Apply" }).first().click();
  await expect(page.getByRole("heading", { name: "admin@example.com may do this" })).toBeVisible();
});

test("the credentials map is walked by arrow keys", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.visit("/kubernetes/credentials/map");
  await page.getByRole("link", { name: /^leaver@example.com/ }).focus();
  for (const name of [/API key of eu-de/, /^eu-de \/ prod/, /vpc-fra|classic-ams/]) {
    await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("group", { name: "Credentials map" }).getByRole("link", { name }).and(page.locator(":focus"))).toBeVisible();
  }
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/kubernetes\/clusters\//);
});

test("the access matrix tells two people, and two moments, apart", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.visit("/iam/matrix?of=viewer@example.com");
  const table = page.getByRole("table", { name: "Access" });
  await expect(table).toContainText("Kubernetes Service");
  await page.getByLabel("Compared with").selectOption("admin@example.com");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(table).toContainText("VPC Infrastructure Services");
  await visitor.visit("/iam/matrix?of=viewer@example.com&at=2");
  await expect(page.getByText("Rows that are the same are left out.")).toBeVisible();
});
