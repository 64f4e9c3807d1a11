// Users on classic infrastructure: VPN-only users, the VPN, permissions by search and by category; login settings; and how
// API keys end. With script and without.
import { box, openClassic, openUser, tick, unfold } from "./console";
import { expect, test } from "./support";

test("a VPN-only user is added, gets subnets and a password, and never the console", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  await visitor.follow("Add VPN-only user");
  await page.getByLabel("First name").fill("Vera");
  await page.getByLabel("Last name").fill("Vogel");
  await page.getByLabel("Email").fill("vera@example.com");
  await visitor.press("Save");
  await visitor.told("VPN-only user vera@example.com added");
  await expect(visitor.heading("Vera Vogel")).toBeVisible();

  // The tab of the subnets.
  await expect(page.getByLabel("VPN type")).toHaveValue("ssl");
  await expect(box(page, "Auto-assign")).toBeChecked();
  await box(page, "Auto-assign").uncheck({ force: true });
  const subnets = page.getByRole("table", { name: "Subnets" }).getByRole("checkbox");
  await subnets.first().check({ force: true });
  await visitor.press("Save");
  await expect(await visitor.told("VPN access of vera@example.com saved")).toContainText("1 subnet is reached");
  await expect(subnets.first()).toBeChecked();
  await page.getByLabel("VPN type").selectOption("None");
  await visitor.press("Save");
  await expect(visitor.notice().filter({ hasText: "The VPN is closed to the user." })).toBeVisible();

  await visitor.tab("User details");
  const vpn = page.getByRole("region", { name: "VPN password" });
  await expect(vpn).toContainText("No password is set yet");
  await vpn.getByLabel("New VPN password").fill("short");
  await vpn.getByRole("button", { name: "Update password" }).click();
  await visitor.told("must have 8 to 20 characters");
  await vpn.getByLabel("New VPN password").fill("corr3ct-horse");
  await vpn.getByRole("button", { name: "Update password" }).click();
  await visitor.told("The VPN password of vera@example.com was set");
  await expect(vpn).toContainText("A password is set.");

  await visitor.go("Users");
  await expect(visitor.row("vera@example.com")).toContainText("VPN-only");
  await page.getByLabel(/^Persona:/).click();
  await expect(page.getByRole("button", { name: "vera@example.com" })).toHaveCount(0);
});

test("permissions are found by a search, and a whole category is ticked and saved", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  const email = "classic@example.com";
  await openClassic(visitor, email, "Permissions");
  const search = page.getByRole("searchbox", { name: "Search within permissions" });
  await search.fill("vlan spanning");
  if (!visitor.script) await visitor.press("Search");
  await expect(page.getByRole("group", { name: "Network", exact: true })).toBeVisible();
  await expect(box(page, "Manage Network VLAN Spanning")).toBeVisible();
  await expect(page.getByText(/^Devices: \d+ of \d+$/)).toBeHidden();
  await search.fill("nothing of the kind");
  if (!visitor.script) await visitor.press("Search");
  await expect(page.getByText("No permission fits the search.")).toBeVisible();
  await search.fill("");
  if (!visitor.script) await visitor.press("Search");

  await unfold(visitor, "Devices");
  await visitor.press("Select all: Devices");
  const summary = page.getByText(/^Devices: \d+ of \d+$/);
  const [, held, total] = `${await summary.innerText()}`.match(/(\d+) of (\d+)/) ?? [];
  expect(held).toBe(total);
  await visitor.press("Save");
  await visitor.told(`Classic infrastructure permissions of ${email} saved`);
  await expect(summary).toHaveText(`Devices: ${total} of ${total}`);
  await unfold(visitor, "Devices");
  await visitor.press("Clear all: Devices");
  await expect(summary).toHaveText(`Devices: 0 of ${total}`);
});

test("a user who manages their own login says from where they log in", async ({ visitor }) => {
  const { page } = visitor;
  await visitor.start();
  const email = "viewer@example.com";
  const addresses = page.getByRole("region", { name: "IP address restrictions" });
  await openUser(visitor, email);
  await page.getByRole("region", { name: "User-managed login" }).getByRole("button", { name: "Turn on" }).click();
  await visitor.told(`User-managed login of ${email} is on now`);
  await visitor.actAs(email);
  await openUser(visitor, email);
  await addresses.getByLabel("Cloud platform").fill("here");
  await addresses.getByRole("button", { name: "Save" }).click();
  await visitor.told("'here', which is no address, range or subnet");
  await addresses.getByLabel("Cloud platform").fill("203.0.113.7, 198.51.100.0/24");
  await addresses.getByRole("button", { name: "Save" }).click();
  await expect(await visitor.told(`IP address restrictions of ${email} saved`)).toContainText("203.0.113.7,198.51.100.0/24 only");
  await openUser(visitor, "operator@example.com");
  await expect(addresses.getByRole("button", { name: "Save" })).toBeDisabled();
});

test("in 2026 an API key says when it ends and what happens when it leaks", async ({ visitor }) => {
  const { page } = visitor;
  await page.goto("/");
  await page.getByLabel("Rules as of").selectOption("2026");
  await visitor.press("Start");
  await expect(visitor.heading("Users")).toBeVisible();
  await visitor.visit("/iam/apikeys?dialog=create");
  const dialog = page.getByRole("dialog", { name: "Create an IBM Cloud API key" });
  await dialog.getByLabel("Name", { exact: true }).fill("short-lived");
  await dialog.getByLabel("Expiration date (optional)").fill("2020-01-01");
  await dialog.getByLabel("Leaked action").selectOption("Delete the leaked key");
  await dialog.getByRole("button", { name: "Create" }).click();
  await visitor.told("must be in the future");
  if (!visitor.script) {
    await dialog.getByLabel("Name", { exact: true }).fill("short-lived");
    await dialog.getByLabel("Leaked action").selectOption("Delete the leaked key");
  }
  await dialog.getByLabel("Expiration date (optional)").fill("2099-12-31");
  await dialog.getByRole("button", { name: "Create" }).click();
  await visitor.told("API key short-lived created");
  await visitor.visit("/iam/apikeys");
  await visitor.rowAction("short-lived", "Details");
  const details = page.getByRole("dialog", { name: "short-lived" });
  await expect(details).toContainText("2099-12-31 00:00 UTC");
  await expect(details).toContainText("Delete the leaked key");
  await details.getByRole("link", { name: "Close" }).click();
  await visitor.rowAction("short-lived", "Edit");
  const edit = page.getByRole("dialog", { name: "Edit API key" });
  await expect(edit.getByLabel("Expiration date (optional)")).toHaveValue("2099-12-31");
  await edit.getByLabel("Leaked action").selectOption("Do nothing");
  await edit.getByRole("button", { name: "Apply" }).click();
  await visitor.told("API key short-lived saved");
  await visitor.visit("/iam/apikeys");
  await visitor.rowAction("short-lived", "Details");
  await expect(details).toContainText("Do nothing");
  await expect(details).toContainText("2099-12-31 00:00 UTC");
});
