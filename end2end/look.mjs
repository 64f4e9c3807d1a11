// Pictures of pages for a developer: node end2end/look.mjs URL FOLDER PATH...
// Opens a fresh session on the running server at URL and takes each PATH light and dark, wide and narrow.
// What the browser's console complains about is printed, and makes the exit status 1.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { launchOptions } from "./chromium.mjs";

const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 360, height: 740 } };

const [url, folder, ...paths] = process.argv.slice(2);
if (paths.length === 0) {
  console.error("usage: node end2end/look.mjs URL FOLDER PATH...");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const browser = await chromium.launch(launchOptions);
const context = await browser.newContext({ baseURL: url, reducedMotion: "reduce" });
const page = await context.newPage();
let where = "/";
page.on("console", (message) => {
  if (message.type() === "error") complain(message.text());
});
page.on("pageerror", (error) => complain(String(error)));

await startSession();
for (const path of paths) {
  for (const colorScheme of ["light", "dark"]) {
    for (const [size, viewport] of Object.entries(sizes)) {
      where = `${path} ${colorScheme} ${size}`;
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await page.goto(path);
      // Live updates keep a connection open for good, so the network never falls idle.
      await page.waitForLoadState("load");
      await page.evaluate(() => document.fonts.ready);
      const file = join(folder, `${name(path)}.${colorScheme}.${size}.png`);
      await page.screenshot({ path: file, fullPage: true });
      console.log(file);
    }
  }
}
await browser.close();

async function startSession() {
  await page.goto("/");
  const start = page.getByRole("button", { name: "Start", exact: true });
  if (await start.isVisible()) {
    await Promise.all([page.waitForEvent("framenavigated"), start.click()]);
    await page.waitForLoadState("load");
  }
}

function complain(text) {
  console.error(`${where}: ${text}`);
  process.exitCode = 1;
}

function name(path) {
  return path.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "") || "home";
}
