// Every page: whole in the first answer, taken over quietly, accessible in both themes, on a wide screen and a narrow one.
import AxeBuilder from "@axe-core/playwright";
import { type Page } from "@playwright/test";
import { type Visitor, expect, test } from "./support";

/** Where each page is, found as a visitor finds it. */
const pages: Record<string, (visitor: Visitor) => Promise<string>> = {
  "Users": async () => "/iam/users",
  "Invite users": async () => "/iam/users/invite_users",
  "Users, some selected": async (visitor) => `/iam/users?picked=${(await user(visitor, "")).split("/").pop()}`,
  "Removal of several users": async (visitor) => `/iam/users?dialog=remove&picked=${(await user(visitor, "")).split("/").pop()}`,
  "Add VPN-only user": async () => "/iam/users/add_vpn_only_user",
  "User details": (visitor) => user(visitor, ""),
  "User removal": (visitor) => user(visitor, "?dialog=remove"),
  "Access groups of a user": (visitor) => user(visitor, "/access-groups"),
  "Access policies": (visitor) => user(visitor, "/access-policies"),
  "Assign access": (visitor) => user(visitor, "/assign-access"),
  "Assign access to a service": (visitor) => user(visitor, "/assign-access?kind=iam&service=containers-kubernetes"),
  "API keys of a user": (visitor) => user(visitor, "/api-keys"),
  "Classic permissions": (visitor) => user(visitor, "/classic-infrastructure"),
  "Classic devices": (visitor) => user(visitor, "/classic-infrastructure/devices"),
  "Classic VPN subnets": (visitor) => user(visitor, "/classic-infrastructure/vpn-subnets"),
  "API keys": async () => "/iam/apikeys",
  "API key creation": async () => "/iam/apikeys?dialog=create",
  "Clusters": async () => "/kubernetes/clusters",
  "Create cluster": async () => "/kubernetes/catalog/create",
  "Cluster overview": (visitor) => cluster(visitor, "overview"),
  "Worker nodes": (visitor) => cluster(visitor, "nodes"),
  "Add-ons": (visitor) => cluster(visitor, "add-ons"),
  "Cluster credentials": async () => "/kubernetes/credentials",
  "Activity": async () => "/observe/activity",
  "Shell": async () => "/shell",
};

async function user(visitor: Visitor, tab: string) {
  const link = visitor.page.getByRole("link", { name: "Classic", exact: true });
  return `${await link.getAttribute("href")}${tab}`;
}

async function cluster(visitor: Visitor, tab: string) {
  await visitor.visit("/kubernetes/clusters");
  const href = await visitor.page.getByRole("link", { name: "vpc-fra" }).getAttribute("href");
  return `${href}`.replace("overview", tab);
}

async function violations(page: Page) {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.map((violation) => ({
    rule: violation.id,
    where: violation.nodes.map((node) => node.target.join(" ")),
  }));
}

for (const [name, place] of Object.entries(pages)) {
  test(`${name}: whole, quiet, accessible`, async ({ visitor }) => {
    const { page } = visitor;
    await visitor.start();
    const path = await place(visitor);

    const html = await (await page.request.get(path)).text();
    expect(html).toContain("<h1");
    expect(html).not.toContain('aria-label="Loading"');

    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await visitor.visit(path);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      expect(await page.title()).toMatch(/^.+ - Credlab$/);
      expect(await violations(page), colorScheme).toEqual([]);
    }
    await page.setViewportSize({ width: 360, height: 740 });
    const [wide, shown] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(wide, "the page is no wider than a narrow screen").toBeLessThanOrEqual(shown);
    expect(await violations(page), "narrow").toEqual([]);
  });
}

test("the start page: whole, quiet, accessible", async ({ visitor }) => {
  await visitor.visit("/");
  expect(await violations(visitor.page)).toEqual([]);
});

test("addresses of what is not there are answered by a page with status 404", async ({ visitor }) => {
  await visitor.start();
  for (const path of [
    "/iam/users/IBMid-0000000000",
    "/iam/users/nonsense",
    "/iam/users/%E2%80%AE/access-policies",
    "/iam/users/IBMid-0000000000/classic-infrastructure/devices",
    "/kubernetes/clusters/aaaaaaaaaaaaaaaaaaaa/overview",
    "/kubernetes/clusters/x/nodes",
    "/no/such/page",
  ]) {
    const answer = await visitor.page.request.get(path);
    expect(answer.status(), path).toBe(404);
    expect(await answer.text(), path).toContain("<h1");
  }
});

test("addresses with nonsense behind the question mark show the page all the same", async ({ visitor }) => {
  await visitor.start();
  for (const path of [
    "/iam/users?page=-1&size=999999999999999999999&sort=99&q=%00%E2%80%AE",
    "/iam/apikeys?view=nonsense&dialog=nonsense&key=nonsense",
    "/kubernetes/credentials?region=nowhere&group=none&dialog=reset",
    "/observe/activity?before=x",
  ]) {
    const answer = await visitor.page.request.get(path);
    expect([200, 400, 404], path).toContain(answer.status());
    expect(await answer.text(), path).toContain("<h1");
  }
});
