// The house itself: a page arrives whole, is taken over quietly, and errors look like ours.
import { expect, test } from "@playwright/test";

test("the first page hydrates without a word on the console", async ({ page }) => {
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  const script = page.waitForResponse((answer) => answer.url().endsWith("credlab_bg.wasm"));

  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Rehearse cloud access before it matters");
  expect((await script).status()).toBe(200);
  await page.waitForLoadState("networkidle");
  expect(said).toEqual([]);
});

test("a page's part of the script comes with the page, each part once", async ({ page }) => {
  const loaded: string[] = [];
  page.on("response", (answer) => {
    const part = /split_([a-z_]+)\.wasm$/.exec(answer.url())?.[1];
    if (part) loaded.push(part);
  });
  await page.goto("/");
  await page.getByRole("button", { name: "Start" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Users" })).toBeVisible();
  await page.locator("html[data-ready]").waitFor({ state: "attached" });
  // What the list of users needs is in the script that every page has.
  expect(new Set(loaded)).toEqual(new Set(["general"]));

  loaded.length = 0;
  await page.getByRole("link", { name: "Clusters" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Clusters" })).toBeVisible();
  await page.getByRole("link", { name: "Users" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Users" })).toBeVisible();
  expect(loaded).toEqual(["kubernetes"]);
});

test("a page whose part of the script does not come says so, and loads as a whole", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Start" }).click();
  await page.locator("html[data-ready]").waitFor({ state: "attached" });
  const part = "**/split_kubernetes.wasm";
  await page.route(part, (route) => route.abort());
  await page.getByRole("link", { name: "Clusters" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "The page could not be loaded" })).toBeVisible();

  // What the server has made works without the part, too.
  await page.getByRole("link", { name: "Load the page again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Clusters" })).toBeVisible();
  await page.getByRole("link", { name: "classic-dal" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "classic-dal" })).toBeVisible();
  await expect(page.locator("html[data-ready]")).toHaveCount(0);

  await page.unroute(part);
  await page.reload();
  await page.locator("html[data-ready]").waitFor({ state: "attached" });
});

test("an unknown address is answered by a page with status 404", async ({ page }) => {
  const answer = await page.goto("/no/such/page");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
});

test("errors that no page answers have a page all the same", async ({ request }) => {
  const answers = [
    await request.get("/%ff"),
    await request.delete("/"),
    await request.post("/", { headers: { "sec-fetch-site": "cross-site" } }),
    await request.post("/", { data: "x".repeat(70_000) }),
    await request.get("/assets/none/credlab.js"),
  ];
  expect(answers.map((answer) => answer.status())).toEqual([400, 405, 403, 413, 404]);
  for (const answer of answers) {
    expect(answer.headers()["content-type"]).toContain("text/html");
    expect(await answer.text()).toContain("<h1>");
  }
});

test("every answer carries the policy and the fixed headers", async ({ request }) => {
  for (const path of ["/", "/no/such/page", "/%ff", "/healthz"]) {
    const headers = (await request.get(path)).headers();
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["x-frame-options"]).toBe("DENY");
  }
});
