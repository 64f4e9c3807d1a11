// Tables are searched, sorted and turned by their address. With script and without.
import { box, openClassic, tick } from "./console";
import { type Visitor, expect, test } from "./support";

test("a search finds one user and says so, and nonsense finds none", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  const search = page.getByRole("searchbox", { name: "Search in Users" });
  await search.fill("LEAVER@");
  await visitor.press("Search");
  await expect(emails(visitor)).toHaveText(["leaver@example.com"]);
  await expect(pages(visitor)).toContainText("1–1 of 1 items");
  await expect(search).toHaveValue("LEAVER@");

  await search.fill("no such user");
  await visitor.press("Search");
  await expect(page.getByRole("cell", { name: "No user matches." })).toBeVisible();
  await expect(page.getByText(/of \d+ items/)).toHaveCount(0);
  await search.fill("");
  await visitor.press("Search");
  await expect(visitor.row("leaver@example.com")).toHaveCount(1);
});

test("users are sorted by email, up and down", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  const all = await emails(visitor).allInnerTexts();
  const up = [...all].sort();
  const email = page.getByRole("columnheader", { name: "Email" });
  await expect(email).toHaveAttribute("aria-sort", "none");
  await email.getByRole("link").click();
  await expect(email).toHaveAttribute("aria-sort", "ascending");
  await expect(emails(visitor)).toHaveText(up);
  await email.getByRole("link").click();
  await expect(email).toHaveAttribute("aria-sort", "descending");
  await expect(emails(visitor)).toHaveText(up.reverse());
});

test("pages of three users are turned, and no user is lost between them", async ({ visitor }) => {
  await visitor.start();
  const all = await emails(visitor).allInnerTexts();
  expect(all.length).toBeGreaterThan(6);
  await visitor.visit("/iam/users?size=3");
  await expect(emails(visitor)).toHaveText(all.slice(0, 3));
  await expect(pages(visitor)).toContainText(`1–3 of ${all.length} items`);
  await expect(pages(visitor).getByRole("link", { name: "Previous" })).toHaveCount(0);
  const last = Math.ceil(all.length / 3);
  for (let n = 2; n <= last; n += 1) {
    await visitor.follow("Next");
    await expect(pages(visitor)).toContainText(`Page ${n} of ${last}`);
    await expect(emails(visitor)).toHaveText(all.slice(3 * n - 3, 3 * n));
  }
  await expect(pages(visitor).getByRole("link", { name: "Next" })).toHaveCount(0);
  await visitor.follow("Previous");
  await expect(emails(visitor)).toHaveText(all.slice(3 * last - 6, 3 * last - 3));
});

test("devices are found, and access to those that a search hides stays as it was", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  const weak = "classic@example.com";
  const saved = `Device access of ${weak} saved`;
  await openClassic(visitor, weak, "Devices");
  await tick(page, "web-1.acme.example.com");
  await visitor.press("Set");
  await expect(await visitor.told(saved)).toContainText("1 device by name");
  await page.getByRole("searchbox", { name: "Search in Devices" }).fill("db-");
  await visitor.press("Search");
  await expect(visitor.row("web-1")).toHaveCount(0);
  await tick(page, "db-1.acme.example.com");
  await visitor.press("Set");
  await expect(await visitor.told(saved)).toContainText("2 devices by name");
  await expect(page.getByRole("searchbox", { name: "Search in Devices" })).toHaveValue("db-");
  await page.getByRole("columnheader", { name: "Private IP" }).getByRole("link").click();
  await expect(page.getByRole("columnheader", { name: "Private IP" })).toHaveAttribute("aria-sort", "ascending");
  await openClassic(visitor, weak, "Devices");
  for (const name of ["web-1", "db-1"]) await expect(box(page, `${name}.acme.example.com`)).toBeChecked();
  await page.goto(`${page.url()}?size=2&page=2`);
  await expect(page.getByRole("navigation", { name: "Pages" })).toContainText("3–4 of");
});

/** The emails in the order of the rows. */
function emails(visitor: Visitor) {
  return visitor.page.getByRole("table", { name: "Users" }).getByRole("cell", { name: /^\S+@\S+$/ });
}

/** Where the table's pages are turned. */
function pages(visitor: Visitor) {
  return visitor.page.getByRole("navigation", { name: "Pages" });
}
