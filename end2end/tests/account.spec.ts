// The account as a whole at the console: settings, resource groups, worker pools, activity, history. With script and without.
import { readFile } from "node:fs/promises";
import { openCluster } from "./console";
import { type Visitor, expect, test } from "./support";

/** The section of a setting. */
function setting(visitor: Visitor, name: string) {
  return visitor.page.getByRole("region", { name, exact: true });
}

test("each IAM setting is saved by itself, within its limits", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.go("Settings");
  const keys = setting(visitor, "API key creation");
  await keys.getByLabel("API key creation").selectOption("Restricted");
  await keys.getByRole("button", { name: "Save" }).click();
  await visitor.told("The IAM settings are saved");
  await visitor.visit("/iam/settings");
  await expect(keys.getByLabel("API key creation")).toHaveValue("restricted");

  const sessions = setting(visitor, "Login sessions");
  await sessions.getByLabel("Active sessions").fill("721h");
  await sessions.getByRole("button", { name: "Save" }).click();
  await visitor.told("must be 900 to 2592000 seconds");
  await visitor.visit("/iam/settings");
  await sessions.getByLabel("Active sessions").fill("1h 30m");
  await sessions.getByRole("button", { name: "Save" }).click();
  await visitor.told("The IAM settings are saved");
  await visitor.visit("/iam/settings");
  await expect(sessions.getByLabel("Active sessions")).toHaveValue("1h 30m");

  const mfa = setting(visitor, "Multifactor authentication");
  await expect(mfa).toContainText("With TOTP for all users: Cluster classic-dal");
  await mfa.getByLabel("Multifactor authentication").selectOption("TOTP for all users");
  await mfa.getByRole("button", { name: "Save" }).click();
  await expect(await visitor.told("The IAM settings are saved")).toContainText("classic-dal");
  // The shell knows of it, too.
  expect(await visitor.ok("ibmcloud iam account-settings")).toMatch(/MFA +TOTP4ALL/);

  await visitor.actAs("viewer@example.com");
  const refused = await page.request.get("/iam/settings");
  expect(refused.status()).toBe(403);
  expect(await refused.text()).toContain("You are not allowed to see this");
});

test("the account is renamed, and its network is enabled for good", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.go("Account settings");
  await visitor.follow("Edit name");
  const dialog = page.getByRole("dialog", { name: "Edit account name" });
  await dialog.getByLabel("Account name").fill("Acme Cloud");
  await dialog.getByRole("button", { name: "Submit" }).click();
  await visitor.told("The account is called Acme Cloud now");
  await expect(dialog).toHaveCount(0);
  await expect(visitor.fact("Name")).toHaveText("Acme Cloud");
  await expect(visitor.fact("Account type")).toHaveText("Pay-As-You-Go");
  await expect(page.getByRole("banner")).toContainText("Acme Cloud (Pay-As-You-Go)");

  const endpoints = setting(visitor, "Service endpoints");
  await expect(endpoints).toContainText("virtual routing and forwarding");
  await setting(visitor, "Virtual routing and forwarding").getByRole("link", { name: "Enable" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Enable" }).click();
  await visitor.told("Virtual routing and forwarding is enabled");
  await endpoints.getByRole("link", { name: "Enable" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Enable" }).click();
  await visitor.told("Service endpoints are enabled");
  await expect(endpoints).toContainText("On");

  // Now a classic cluster can have a private service endpoint.
  await openCluster(visitor, "classic-dal");
  await visitor.press("Enable private service endpoint");
  await visitor.told("classic-dal has a private service endpoint");
  await expect(visitor.fact("Private service endpoint")).toHaveText("Enabled");
});

test("a resource group is created, renamed and deleted", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.go("Resource groups");
  await visitor.follow("Create");
  const create = page.getByRole("dialog", { name: "Create resource group" });
  await create.getByLabel("Name", { exact: true }).fill("test");
  await create.getByRole("button", { name: "Create" }).click();
  await visitor.told("Resource group test is created");
  await visitor.rowAction("test", "Rename");
  const rename = page.getByRole("dialog", { name: "Rename test" });
  await rename.getByLabel("Name", { exact: true }).fill("proof");
  await rename.getByRole("button", { name: "Rename" }).click();
  await visitor.told("Resource group test is called proof now");

  await visitor.rowAction("prod", "Delete");
  const kept = page.getByRole("dialog", { name: "Delete prod?" });
  await expect(kept.getByRole("button", { name: "Delete", exact: true })).toBeDisabled();
  await expect(kept).toContainText("can't be deleted: it holds");
  await kept.getByRole("link", { name: "Cancel" }).click();
  await expect(kept).toHaveCount(0);
  await visitor.rowAction("proof", "Delete");
  await page.getByRole("dialog", { name: "Delete proof?" }).getByRole("button", { name: "Delete", exact: true }).click();
  await visitor.told("Resource group proof is deleted");
  await expect(visitor.row("proof")).toHaveCount(0);
});

test("a worker pool is created, gets a zone, labels and a size, and is removed", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await openCluster(visitor, "classic-dal", "Worker pools");
  await visitor.follow("Create worker pool");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("big");
  await dialog.getByLabel("Flavor").selectOption("b3c.4x16");
  await dialog.getByRole("button", { name: "Create" }).click();
  await visitor.told("Worker pool big is created");
  const pool = page.getByRole("region", { name: "Worker pools, table" }).getByRole("row").filter({ hasText: "big" });
  await expect(pool).toContainText("None yet");
  const act = async (entry: string) => {
    await pool.getByLabel("Actions for big").click();
    await pool.getByText(entry, { exact: true }).click();
    await expect(dialog).toBeVisible();
  };

  await act("Add zone");
  await dialog.getByLabel("Zone", { exact: true }).selectOption("dal12");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await visitor.told("Zone dal12 is added");
  await expect(pool).toContainText("dal12");
  await act("Set labels");
  await dialog.getByLabel("Labels").fill("env=prod, tier=1");
  await dialog.getByRole("button", { name: "Set labels" }).click();
  await visitor.told("The labels of worker pool big are set");
  await expect(pool).toContainText("tier=1");
  await act("Resize");
  await dialog.getByLabel("Worker nodes per zone").fill("2");
  await dialog.getByRole("button", { name: "Resize" }).click();
  await visitor.told("Worker pool big is resized");
  expect(await visitor.ok("ibmcloud ks worker-pool ls --cluster classic-dal")).toMatch(/big +\S+ +b3c\.4x16\S* +2/);

  await openCluster(visitor, "classic-dal", "Worker pools");
  await act("Remove worker pool");
  await expect(dialog).toContainText("Its 2 worker nodes are cancelled");
  await dialog.getByRole("button", { name: "Remove", exact: true }).click();
  await visitor.told("Worker pool big is removed");
  await expect(pool).toHaveCount(0);

  await visitor.actAs("viewer@example.com");
  await openCluster(visitor, "classic-dal", "Worker pools");
  await expect(page.getByRole("button", { name: "Create worker pool" })).toBeDisabled();
});

test("a master is updated, and then its worker nodes", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await openCluster(visitor, "classic-dal");
  await visitor.press("Update master");
  await visitor.told("The master of classic-dal has version 1.29.4");
  await expect(visitor.fact("Versions of the worker nodes")).toContainText("older than the master");
  await visitor.tab("Worker nodes");
  const worker = page.getByRole("row").filter({ hasText: "1.28.9" }).first();
  await worker.getByLabel(/^Actions for/).click();
  await worker.getByText("Update", { exact: true }).click();
  await page.getByRole("dialog", { name: "Update worker node?" }).getByRole("button", { name: "Update", exact: true }).click();
  await visitor.told("is being updated");
  await expect(visitor.row("1.29.4").first()).toBeVisible();
});

test("activity is filtered; an event shows its JSON; what is shown is downloaded", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.ok("credlab as viewer@example.com");
  await visitor.fails("ibmcloud ks api-key reset --region us-south");
  await visitor.go("Activity");
  const filters = page.getByRole("main").getByRole("search");
  await filters.getByLabel("Outcome").selectOption("Failure");
  await filters.getByLabel("Initiator").selectOption("viewer@example.com");
  await filters.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/outcome=failure/);
  const table = page.getByRole("table", { name: "Activity" });
  await expect(table.getByRole("row")).toHaveCount(2);
  const row = table.getByRole("row").filter({ hasText: "account-api-key.reset" });
  await expect(row).toContainText("Failure");

  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download CSV" }).click();
  const file = await readFile(await (await downloading).path(), "utf8");
  expect(file.trim().split("\r\n")).toHaveLength(2);
  expect(file).toContain("viewer@example.com");

  await row.getByRole("link").click();
  await expect(visitor.heading("containers-kubernetes.account-api-key.reset")).toBeVisible();
  const json = JSON.parse(await page.getByRole("region", { name: "JSON" }).innerText());
  expect(json.outcome).toBe("failure");
  expect(json.reason.reasonCode).toBe(403);
  await visitor.follow("Show the account at this moment");
  await expect(visitor.heading("History")).toBeVisible();
});

test("an earlier moment is chosen, compared with now, and gone back to", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  const [{ version }] = JSON.parse(await visitor.ok("credlab history --limit 1 --output json"));
  await visitor.ok("ibmcloud account user-invite regretted@example.com");
  await visitor.go("History");
  const moment = page.getByLabel(/^Moment: /);
  await expect(page.getByRole("main")).toContainText("Nothing is different.");
  await moment.fill(`${version}`);
  if (!visitor.script) await visitor.press("Show");
  await expect(page).toHaveURL(new RegExp(`at=${version}&`));
  const differs = page.getByRole("region", { name: `What differs: record ${version} and now` });
  await expect(differs).toContainText("added");
  await expect(differs).toContainText("regretted@example.com");

  await visitor.follow("Go back to this moment");
  const dialog = page.getByRole("dialog", { name: `Go back to record ${version}?` });
  await expect(dialog).toContainText("- User regretted@example.com");
  await dialog.getByRole("button", { name: "Go back" }).click();
  await expect(await visitor.told(`The account is what it was after record ${version}`)).toContainText("To undo this");
  await expect(dialog).toHaveCount(0);
  await visitor.go("Users");
  await expect(visitor.row("regretted@example.com")).toHaveCount(0);
});

test("with script, the page follows the slider while it moves by the keyboard", async ({ visitor }) => {
  test.skip(!visitor.script, "Without script the form is sent by its button.");
  const { page } = visitor;
  await visitor.start();
  await visitor.go("History");
  const moment = page.getByLabel(/^Moment: /);
  const newest = Number(await moment.inputValue());
  await moment.focus();
  for (let step = 0; step < 3; step += 1) await moment.press("ArrowLeft");
  await expect(page).toHaveURL(new RegExp(`at=${newest - 3}&`));
  await expect(visitor.fact("Record")).toHaveText(`${newest - 3} of ${newest}`);
  await expect(moment).toBeFocused();
  // A link leads the slider.
  await page.getByRole("table", { name: "Records" }).getByRole("link", { name: `${newest - 1}`, exact: true }).click();
  await expect(moment).toHaveValue(`${newest - 1}`);
});

test("an account is forked at a moment, and the first one opened again", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.visit("/history?at=5&dialog=fork");
  await page.getByRole("dialog", { name: "Fork the account at record 5?" }).getByRole("button", { name: "Fork" }).click();
  await visitor.told("You work on a fork of the account at record 5 now");
  await expect(visitor.fact("Record")).toHaveText("5 of 5");
  const accounts = page.getByRole("region", { name: "Accounts" });
  await expect(accounts.getByRole("listitem")).toHaveCount(2);
  await accounts.getByRole("button", { name: "Open" }).first().click();
  await visitor.told("You work on account");
  await expect(visitor.fact("Record")).not.toHaveText("5 of 5");
});

test("the clock is paused, moved forward and let go on", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.go("History");
  const clock = page.getByRole("region", { name: "The account's clock" });
  await clock.getByLabel("Speed").selectOption("Paused");
  await clock.getByRole("button", { name: "Set speed" }).click();
  await visitor.told("Its time is paused.");
  const time = clock.getByText("in the account. Its time");
  const paused = (await time.textContent()) ?? "";
  await clock.getByLabel("Move forward by").fill("3 days");
  await clock.getByRole("button", { name: "Advance" }).click();
  await visitor.told("It is ");
  await expect(time).toBeVisible();
  await expect(time).not.toHaveText(paused);
  await clock.getByLabel("Move forward by").fill("yesterday");
  await clock.getByRole("button", { name: "Advance" }).click();
  await visitor.told("must be a length of time");
  expect(await visitor.ok("credlab clock")).toContain("paused");
});
