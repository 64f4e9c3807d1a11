// Pages in Chromium, measured: node end2end/measure.mjs URL
// Prints how long it takes to switch between pages whose script is loaded, and the layout shift of each while it loads.
import { chromium } from "@playwright/test";
import { launchOptions } from "./chromium.mjs";

const [url] = process.argv.slice(2);
const links = ["Users", "API keys", "Clusters", "Cluster credentials", "Activity"];
const ROUNDS = 5;

const browser = await chromium.launch(launchOptions);
const context = await browser.newContext({ baseURL: url });
const page = await context.newPage();
await page.goto("/");
await page.getByLabel("Begin with").selectOption("large");
await page.getByRole("button", { name: "Start" }).click();
await ready();

const took = Object.fromEntries(links.map((link) => [link, []]));
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const link of [...links.slice(1), links[0]]) {
    const time = await page.evaluate(switchTo, link);
    // The first round loads the parts.
    if (round > 0) took[link].push(time);
  }
}
for (const link of links) print(`switch to ${link}`, `${median(took[link]).toFixed(1)} ms`);

for (const path of ["/iam/users", "/iam/apikeys", "/kubernetes/credentials"]) {
  await page.goto(path);
  await ready();
  // What moves late moves soon after the script has taken over.
  await page.waitForTimeout(500);
  print(`layout shift of ${path}`, (await page.evaluate(shift)).toFixed(4));
}
await browser.close();

async function ready() {
  await page.locator("html[data-ready]").waitFor({ state: "attached" });
}

/** The time from a click in the side navigation to the frame that shows the page, in milliseconds. Runs in the page. */
function switchTo(label) {
  const links = [...document.querySelectorAll("nav[aria-label='Side navigation'] a")];
  const link = links.find((link) => link.textContent.trim() === label);
  const start = performance.now();
  link.click();
  return new Promise((done) => {
    const look = () => {
      const shown = document.querySelector("main h1")?.textContent === label;
      requestAnimationFrame(shown ? () => done(performance.now() - start) : look);
    };
    look();
  });
}

/** What has moved since the page began to load. Runs in the page. */
function shift() {
  return new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 100);
  });
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function print(what, value) {
  console.log(`${what.padEnd(36)} ${value}`);
}
