// Every page: taken over quietly, accessible in both themes, on a wide screen and a narrow one.
import AxeBuilder from "@axe-core/playwright";
import { type Page } from "@playwright/test";
import list from "../routes.json" with { type: "json" };
import { type Visitor, expect, test } from "./support";

/** All pages, by names and addresses; the server's tests compare the list with the router (server/tests/http/routes.rs). */
const { subjects, routes } = list as {
  subjects: Record<string, { page: string; link: string; made?: string }>;
  routes: Record<string, { pages: Record<string, string> }>;
};

const pages = Object.entries(routes).flatMap(([, route]) => Object.entries(route.pages));

/** An address in which `{user}` stands for the id that a link leads to, found as a visitor finds it. `known` holds those found before. */
async function filled(visitor: Visitor, address: string, known: Record<string, string> = {}): Promise<string> {
  for (const [name, { page, link, made }] of Object.entries(subjects)) {
    if (!address.includes(`{${name}}`)) continue;
    if (!known[name]) {
      if (made) await visitor.ok(made);
      const place = await filled(visitor, page, known);
      await visitor.visit(place);
      // It may be an entry of a menu that is closed.
      const found = visitor.page.getByRole("main").getByRole("link", { name: link, exact: true, includeHidden: true }).first();
      const href = await found.getAttribute("href");
      known[name] = `${href}`.slice(place.length + 1).split(/[/?]/)[0];
    }
    address = address.replace(`{${name}}`, known[name]);
  }
  return address;
}

async function violations(page: Page) {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.map((violation) => ({
    rule: violation.id,
    where: violation.nodes.map((node) => node.target.join(" ")),
  }));
}

for (const [name, address] of pages) {
  test(`${name}: quiet, accessible`, async ({ visitor }) => {
    const { page } = visitor;
    await visitor.start();
    const path = await filled(visitor, address);

    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await visitor.visit(path);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      expect(await violations(page), colorScheme).toEqual([]);
    }
    await page.setViewportSize({ width: 360, height: 740 });
    const [wide, shown] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(wide, "the page is no wider than a narrow screen").toBeLessThanOrEqual(shown);
    expect(await violations(page), "narrow").toEqual([]);
  });
}
