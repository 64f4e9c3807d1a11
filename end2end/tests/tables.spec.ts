// Tables are searched, sorted and turned by their address. With script and without.
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

/** The emails in the order of the rows. */
function emails(visitor: Visitor) {
  return visitor.page.getByRole("table", { name: "Users" }).getByRole("cell", { name: /^\S+@\S+$/ });
}

/** Where the table's pages are turned. */
function pages(visitor: Visitor) {
  return visitor.page.getByRole("navigation", { name: "Pages" });
}
