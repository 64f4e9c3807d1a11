// One account, several faces: what one does, the others show, and nobody else's account is touched.
import { openCluster } from "./console";
import { Visitor, expect, test } from "./support";

test("what the shell does appears on an open page without a reload", async ({ visitor, context }) => {
  await visitor.start();
  const shell = await context.newPage();
  await shell.goto("/shell");
  await shell.locator("html[data-ready]").waitFor({ state: "attached" });
  await shell.getByLabel("Shell command").fill("ibmcloud account user-invite fresh.face@example.com");
  await shell.getByRole("button", { name: "Run" }).click();
  await expect(visitor.row("fresh.face@example.com")).toBeVisible();
  await expect(visitor.row("fresh.face@example.com")).toContainText("Pending");
});

test("the shell panel opens beside any page, and keeps what it printed while pages change", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await page.getByRole("link", { name: "Shell" }).click();
  await expect(page.getByRole("log", { name: "Shell output" })).toBeVisible();
  await visitor.ok("ibmcloud account user-invite beside@example.com");
  await expect(visitor.row("beside@example.com")).toBeVisible();
  await page.getByRole("link", { name: "Clusters" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Clusters" })).toBeVisible();
  await expect(page.getByRole("log", { name: "Shell output" })).toContainText("beside@example.com");
  // The panel was left open, and is.
  await page.reload();
  await page.locator("html[data-ready]").waitFor({ state: "attached" });
  await expect(page.getByRole("log", { name: "Shell output" })).toContainText("beside@example.com");
});

test("a form sent on one page changes another open page", async ({ visitor, context }) => {
  await visitor.start();
  const other = await context.newPage();
  await other.goto("/iam/users?view=pending");
  await other.locator("html[data-ready]").waitFor({ state: "attached" });
  const invited = other.getByRole("row").filter({ hasText: "k8s-functional@example.com" });
  await expect(invited).toBeVisible();
  await visitor.rowAction("k8s-functional@example.com", "Cancel invite");
  await visitor.told("The invitation of k8s-functional@example.com was cancelled");
  await expect(invited).toHaveCount(0);
});

test("the shell panel of one page knows what a form on another has done", async ({ visitor, context }) => {
  await visitor.start();
  await visitor.page.getByRole("link", { name: "Shell" }).click();
  await expect(visitor.page.getByRole("log", { name: "Shell output" })).toBeVisible();
  expect(await visitor.ok("ibmcloud ks clusters")).toContain("classic-ams");
  const other = new Visitor(await context.newPage(), visitor.script);
  await other.visit("/kubernetes/clusters");
  await other.rowAction("classic-ams", "Delete cluster");
  await other.page.getByRole("dialog").getByRole("button", { name: "Delete cluster" }).click();
  await other.told("Cluster classic-ams is deleted");
  const listed = await visitor.ok("ibmcloud ks clusters");
  expect(listed).toContain("classic-dal");
  expect(listed).not.toContain("classic-ams");
});

test("logging in at the shell changes the persona of the console too", async ({ visitor }) => {
  await visitor.start();
  await visitor.page.getByRole("link", { name: "Shell" }).click();
  await expect(visitor.page.getByRole("log", { name: "Shell output" })).toBeVisible();
  await visitor.ok("ibmcloud login", "viewer@example.com", "demo");
  await expect(visitor.page.getByLabel("Persona: viewer@example.com")).toBeVisible();
});

test("who deletes what a page is about is led away before the page is asked for again", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await openCluster(visitor, "classic-dal");
  const cluster = page.url();
  await visitor.visit(`${cluster}?dialog=delete`);
  await page.getByRole("dialog").getByRole("button", { name: "Delete cluster" }).click();
  await visitor.told("Cluster classic-dal is deleted");
  await expect(visitor.heading("Clusters")).toBeVisible();
  await expect(visitor.row("classic-dal")).toHaveCount(0);
  expect((await page.request.get(cluster)).status()).toBe(404);
});

test("a lost connection is shown, and found again without a reload", async ({ visitor, context }) => {
  await visitor.start();
  // A page of its own: the browser complains of what it can't load.
  const page = await context.newPage();
  await page.route("**/live", (route) => route.abort());
  await page.goto("/iam/users");
  const lost = page.getByRole("status").filter({ hasText: "The connection is lost" });
  await expect(lost).toBeVisible();
  await visitor.visit("/shell");
  await visitor.ok("ibmcloud account user-invite meanwhile@example.com");
  await expect(page.getByRole("row").filter({ hasText: "meanwhile@example.com" })).toHaveCount(0);
  await page.unroute("**/live");
  await expect(lost).toBeHidden();
  await expect(page.getByRole("row").filter({ hasText: "meanwhile@example.com" })).toBeVisible();
});

test("two browsers have two accounts, and ids of one are nothing in the other", async ({ visitor, browser, baseURL }) => {
  await visitor.start();
  const theirs = await visitor.page.getByRole("link", { name: "Admin", exact: true }).getAttribute("href");
  await visitor.visit("/kubernetes/clusters");
  const cluster = await visitor.page.getByRole("link", { name: "vpc-fra" }).getAttribute("href");

  const other = await browser.newContext({ baseURL });
  const page = await other.newPage();
  await page.goto("/");
  await page.getByRole("button", { name: "Start" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Users" })).toBeVisible();
  for (const path of [theirs, `${theirs}/api-keys`, cluster]) {
    expect((await page.request.get(`${path}`)).status(), `${path}`).toBe(404);
  }
  const removed = await page.request.post("/api/iam/users/remove", {
    form: { id: `${theirs}`.split("/").pop() ?? "" },
    headers: { accept: "application/json" },
  });
  expect(await removed.text()).toContain("was not found");
  await visitor.visit("/iam/users");
  await expect(visitor.row("admin@example.com")).toContainText("Active");
  await other.close();
});
