// What the console's journeys do again and again, found by roles and labels as a visitor finds it.
import { type Page, expect } from "@playwright/test";
import { type Visitor } from "./support";

/** Access to assign: the card of step one, the service's card, and the roles' boxes. */
export interface Access {
  kind: "IAM services" | "Account management";
  service: string;
  roles: string[];
  resources?: string;
}

/** Opens a user's page. */
export async function openUser(visitor: Visitor, email: string) {
  await visitor.go("Users");
  await visitor.row(email).getByRole("link").first().click();
  await expect(visitor.page.getByRole("navigation", { name: "Tabs of the user" })).toBeVisible();
  await expect(visitor.page.getByRole("main")).toContainText(email);
}

/** Accepts an invitation in the invited user's name, in the menu of personas. */
export async function accept(visitor: Visitor, email: string) {
  await visitor.page.getByLabel(/^Persona:/).click();
  const entry = visitor.page.getByRole("listitem").filter({ hasText: email });
  await entry.getByRole("button", { name: "Accept the invitation" }).click();
  await visitor.told(`${email} has accepted the invitation`);
}

/** Assigns access on a user's page, step by step. */
export async function assign(visitor: Visitor, email: string, access: Access) {
  const { page } = visitor;
  await openUser(visitor, email);
  await visitor.follow("Assign access");
  for (const card of [access.kind, access.service]) {
    await page.getByRole("main").getByRole("link", { name: new RegExp(`^${card}`) }).click();
  }
  await expect(page.getByLabel("Resources")).toBeVisible();
  if (access.resources) await page.getByLabel("Resources").selectOption(access.resources);
  for (const role of access.roles) await tick(page, role);
  await visitor.press("Assign");
  const told = await visitor.told(`Access assigned to ${email}`);
  await expect(told).toContainText(access.roles.join(", "));
}

/** The box of a label. */
export function box(page: Page, label: string) {
  return page.getByRole("checkbox", { name: label, exact: true });
}

/** Ticks a box. Carbon draws it over the real one, which therefore is never on top. */
export async function tick(page: Page, label: string) {
  await box(page, label).check({ force: true });
}

/** Takes a tick away. */
export async function untick(page: Page, label: string) {
  await box(page, label).uncheck({ force: true });
}

/** Opens a tab of a user's classic infrastructure. */
export async function openClassic(visitor: Visitor, email: string, tab: "Permissions" | "Devices" | "VPN subnets") {
  await openUser(visitor, email);
  await visitor.tab("Classic infrastructure");
  if (tab !== "Permissions") await visitor.tab(tab);
}

/** Unfolds a category of permissions. A page that was refreshed keeps it open. */
export async function unfold(visitor: Visitor, category: string) {
  const summary = visitor.page.getByText(new RegExp(`^${category}: \\d+ of \\d+$`));
  const boxes = visitor.page.getByRole("group", { name: category, exact: true });
  await expect(summary).toBeVisible();
  if (!(await boxes.isVisible())) await summary.click();
  await expect(boxes).toBeVisible();
}

/** Fills the boxes by a permission set, and saves them. */
export async function grantSet(visitor: Visitor, email: string, set: string) {
  await openClassic(visitor, email, "Permissions");
  await visitor.page.getByLabel("Permission sets").selectOption(set);
  await visitor.press("Set");
  await expect(visitor.page.getByText(`${set} is not saved yet`)).toBeVisible();
  await visitor.press("Save");
  await visitor.told(`Classic infrastructure permissions of ${email} saved`);
}

/** Opens a tab of a cluster's page. */
export async function openCluster(visitor: Visitor, name: string, tab = "Overview") {
  await visitor.go("Clusters");
  await visitor.page.getByRole("link", { name, exact: true }).click();
  await expect(visitor.heading(name)).toBeVisible();
  if (tab !== "Overview") await visitor.tab(tab);
}

/** Chooses a region and resource group on the page of credentials. */
export async function openSlot(visitor: Visitor, region: string, group: string) {
  await visitor.go("Cluster credentials");
  const regions = visitor.page.getByLabel("Region", { exact: true });
  const label = await regions.getByRole("option").filter({ hasText: region }).innerText();
  await regions.selectOption(label);
  await visitor.page.getByLabel("Resource group", { exact: true }).selectOption(group);
  await visitor.press("Show");
  await expect(visitor.page.getByRole("heading", { level: 2, name: `${region} / ${group}` })).toBeVisible();
}

/** Resets the API key of a region and resource group as the persona, and returns what the dialog said before. */
export async function resetKey(visitor: Visitor, region: string, group: string) {
  await openSlot(visitor, region, group);
  await visitor.page.getByRole("region", { name: `${region} / ${group}` }).getByRole("link", { name: "Reset API key" }).click();
  const dialog = visitor.page.getByRole("dialog", { name: `Reset the API key of ${region} / ${group}?` });
  const said = await dialog.innerText();
  await dialog.getByRole("button", { name: "Reset API key" }).click();
  await visitor.told(`${region} / ${group}`);
  await expect(dialog).toBeHidden();
  return said;
}

/** Has the permissions of the credentials in force checked, and returns the report. */
export async function checkPermissions(visitor: Visitor, region: string, group: string) {
  await openSlot(visitor, region, group);
  await visitor.press("Check infrastructure permissions");
  const report = visitor.page.getByRole("dialog", { name: `Infrastructure permissions of ${region} / ${group}` });
  await expect(report).toBeVisible();
  const said = await report.innerText();
  await report.getByRole("link", { name: "Close" }).first().click();
  await expect(report).toBeHidden();
  return said;
}

/** Resizes the first worker pool of the cluster whose worker nodes are shown. */
export async function resize(visitor: Visitor, workers: number) {
  await visitor.page.getByLabel("Worker nodes per zone").fill(`${workers}`);
  await visitor.press("Resize");
}
