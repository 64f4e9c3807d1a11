// What a page shows while its data is on its way, when it does not come, and when there is none.
import { type Route } from "@playwright/test";
import { expect, test } from "./support";

const CLUSTERS = "**/api/kubernetes/clusters?**";

test("a page on its way says so, and nothing else moves", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  let held: Route | undefined;
  await page.route(CLUSTERS, (route) => {
    held = route;
  });
  await page.getByRole("link", { name: "Clusters", exact: true }).click();
  await expect(page.getByRole("main").getByRole("status", { name: "Loading" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Side navigation" })).toBeVisible();
  await expect.poll(() => held !== undefined).toBe(true);
  await held?.continue();
  await expect(visitor.heading("Clusters")).toBeVisible();
  await expect(visitor.row("classic-dal")).toBeVisible();
  await expect(page.getByRole("main").getByRole("status", { name: "Loading" })).toHaveCount(0);
});

for (const [what, title, answer] of [
  ["can't be reached", "The server can't be reached", (route: Route) => route.abort()],
  [
    "can't read the account",
    "The account can't be read",
    (route: Route) =>
      route.fulfill({
        status: 503,
        contentType: "application/json",
        headers: { serverfnerror: "1" },
        body: JSON.stringify({ status: 503, title: "The account can't be read", text: "The database is locked.", why: [] }),
      }),
  ],
  ["answers nonsense", "Something went wrong", (route: Route) => route.fulfill({ status: 200, contentType: "application/json", body: "{" })],
] as const) {
  test(`when the server ${what}, the page says so, and comes back when it is asked for again`, async ({ visitor, context }) => {
    await visitor.start();
    // A page of its own: the browser complains of what it can't load.
    const page = await context.newPage();
    await page.goto("/iam/users");
    await page.locator("html[data-ready]").waitFor({ state: "attached" });
    await page.route(CLUSTERS, answer);
    const side = page.getByRole("navigation", { name: "Side navigation" });
    await side.getByRole("link", { name: "Clusters", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await expect(side).toBeVisible();
    await page.unroute(CLUSTERS);
    await side.getByRole("link", { name: "Users", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Users" })).toBeVisible();
    await side.getByRole("link", { name: "Clusters", exact: true }).click();
    await expect(page.getByRole("row").filter({ hasText: "classic-dal" })).toBeVisible();
  });
}

for (const [what, title, answer] of [
  ["is not answered", "Connection lost", (route: Route) => route.abort()],
  ["is answered by nonsense", "Something went wrong", (route: Route) => route.fulfill({ status: 200, contentType: "application/json", body: "{" })],
] as const) {
  test(`a form that ${what} says so and can be sent again`, async ({ visitor, context }) => {
    await visitor.start();
    const page = await context.newPage();
    await page.goto("/iam/apikeys?dialog=create");
    await page.locator("html[data-ready]").waitFor({ state: "attached" });
    await page.route("**/api/iam/apikeys/create", answer);
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("second-try");
    await dialog.getByRole("button", { name: "Create" }).click();
    await expect(page.getByRole("alert").filter({ hasText: title })).toBeVisible();
    await page.unroute("**/api/iam/apikeys/create");
    await expect(dialog.getByLabel("Name")).toHaveValue("second-try");
    await dialog.getByRole("button", { name: "Create" }).click();
    await expect(page.getByRole("status").filter({ hasText: "API key second-try created" })).toBeVisible();
    await expect(page.getByRole("row").filter({ hasText: "second-try" })).toHaveCount(1);
  });
}

test("a new account has empty lists that say what they are for", async ({ visitor }) => {
  await visitor.start("empty-paygo");
  const { page } = visitor;
  await expect(page.getByRole("row").filter({ hasText: "owner@example.com" })).toBeVisible();
  for (const [path, text] of [
    ["/iam/apikeys", "There is no API key here that you may see."],
    ["/kubernetes/clusters", /no cluster/i],
    ["/iam/users?q=nobody", /no user/i],
  ] as const) {
    await visitor.visit(path);
    await expect(page.getByRole("cell", { name: text })).toBeVisible();
  }
});
