// What no cloud has: asking why, going back, forking, and turning the clock, in the shell beside the console.
import { expect, test } from "./support";

test("below a refusal stands why, and the line that says more", async ({ visitor }) => {
  await visitor.start();
  await visitor.ok("credlab as viewer@example.com");
  const refused = await visitor.fails("ibmcloud ks api-key reset --region us-south");
  expect(refused).toContain("Why: Administrator or Compliance Management on Kubernetes Service is needed");
  const more = refused.match(/More: (.+)/)?.[1] ?? "";
  expect(more).toBe("credlab explain 'ibmcloud ks api-key reset --region us-south'");
  const explained = await visitor.ok(more);
  // The change that is offered is made as it stands, and the line goes through.
  const [, who, change] = explained.match(/ {3}as (\S+):\n {5}(ibmcloud iam .+)/) ?? [];
  await visitor.ok(`credlab as ${who}`);
  await visitor.ok(change);
  await visitor.ok("credlab as viewer@example.com");
  await visitor.ok("ibmcloud ks api-key reset --region us-south");
});

test("an open page shows the account as it was after it was gone back to", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await page.getByRole("link", { name: "Shell" }).click();
  await expect(page.getByRole("log", { name: "Shell output" })).toBeVisible();
  const history = await visitor.ok("credlab history --limit 1 --output json");
  const [{ version }] = JSON.parse(history);
  await visitor.ok("ibmcloud account user-invite regretted@example.com");
  await expect(visitor.row("regretted@example.com")).toBeVisible();
  const asked = await visitor.ok(`credlab rewind ${version}`, "y");
  expect(asked).toContain("- User regretted@example.com");
  await expect(visitor.row("regretted@example.com")).toHaveCount(0);
});

test("a fork is another account for the whole console, until one goes back", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await page.getByRole("link", { name: "Shell" }).click();
  await expect(page.getByRole("log", { name: "Shell output" })).toBeVisible();
  const again = async (line: string) => {
    const loaded = page.waitForEvent("load");
    await page.getByLabel("Shell command").fill(line);
    await page.getByRole("button", { name: "Run" }).click();
    await loaded;
    await page.locator("html[data-ready]").waitFor({ state: "attached" });
    const log = page.getByRole("log", { name: "Shell output" });
    await expect(log).toContainText(line);
    return log.locator("pre").last().innerText();
  };
  const forked = await again("credlab fork");
  const origin = forked.match(/credlab open (\w{32})/)?.[1];
  await visitor.ok("ibmcloud account user-invite elsewhere@example.com");
  await expect(visitor.row("elsewhere@example.com")).toBeVisible();
  expect(await again(`credlab open ${origin}`)).toContain(`You work on account ${origin} now`);
  await expect(visitor.row("viewer@example.com")).toBeVisible();
  await expect(visitor.row("elsewhere@example.com")).toHaveCount(0);
});

test("Tab completes commands, flags and what there is in the account, and Escape leaves the line", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.visit("/shell");
  const line = page.getByLabel("Shell command");
  const log = page.getByRole("log", { name: "Shell output" });
  await line.pressSequentially("ibmc");
  await line.press("Tab");
  await expect(line).toHaveValue("ibmcloud ");
  await line.pressSequentially("ks api-key info --cluster class");
  await line.press("Tab");
  await expect(line).toHaveValue("ibmcloud ks api-key info --cluster classic-");
  const ways = page.getByRole("listbox", { name: "Ways to complete the line" });
  await expect(ways.getByRole("option")).toHaveText(["classic-ams", "classic-dal"]);
  await line.pressSequentially("d");
  await line.press("Tab");
  await expect(line).toHaveValue("ibmcloud ks api-key info --cluster classic-dal ");
  await line.press("Enter");
  await expect(log).toContainText("owner@example.com");
  await line.fill("ibmcloud ");
  await line.press("Escape");
  await line.press("Tab");
  await expect(page.getByRole("button", { name: "Run" })).toBeFocused();
});

test("an account can begin by the rules of another year", async ({ visitor }) => {
  const { page } = visitor;
  await page.goto("/");
  await page.getByLabel("Rules as of").selectOption("2024-01");
  await page.getByLabel("Pace").selectOption("lifelike");
  await page.getByRole("button", { name: "Start" }).click();
  await expect(visitor.heading("Users")).toBeVisible();
  await visitor.ok("ibmcloud target -g default");
  await visitor.ok("ibmcloud ks api-key reset --region us-south");
  const keys = await visitor.ok("ibmcloud iam api-keys");
  expect(keys.match(/containers-kubernetes-key/g)).toHaveLength(1);
  expect(await visitor.ok("credlab clock")).toMatch(/\d s +\S+ +API key containers-kubernetes-key of owner@example.com is known/);
});
