// Lighthouse's scores: node end2end/lighthouse/run.mjs URL
// Opens a demo account on the running server at URL and looks at three pages with Lighthouse's mobile settings.
import * as chromeLauncher from "chrome-launcher";
import lighthouse from "lighthouse";
import { launchOptions } from "../chromium.mjs";

const [url] = process.argv.slice(2);
const pages = ["/iam/users", "/iam/apikeys", "/kubernetes/credentials"];
const categories = ["performance", "accessibility", "best-practices", "seo"];

const started = await fetch(`${url}/start`, { method: "POST", body: new URLSearchParams(), redirect: "manual" });
const cookie = started.headers.get("set-cookie").split(";")[0];
const chrome = await chromeLauncher.launch({
  chromePath: launchOptions.executablePath,
  chromeFlags: launchOptions.args,
});
for (const path of pages) {
  const { lhr } = await lighthouse(url + path, {
    port: chrome.port,
    onlyCategories: categories,
    extraHeaders: { Cookie: cookie },
    logLevel: "error",
  });
  const scores = categories.map((name) => `${name} ${Math.round(lhr.categories[name].score * 100)}`);
  console.log(`Lighthouse ${path.padEnd(25)} ${scores.join(", ")}`);
  const times = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "interactive"];
  console.log(`  ${times.map((id) => `${id} ${lhr.audits[id].displayValue}`).join(", ")}`);
  for (const audit of Object.values(lhr.audits)) {
    const counts = categories.some((name) => lhr.categories[name].auditRefs.some((ref) => ref.id === audit.id && ref.weight > 0));
    if (counts && audit.score !== null && audit.score < 0.9) console.log(`  ${audit.id}: ${audit.title} (${audit.displayValue ?? audit.score})`);
  }
}
await chrome.kill();
