// Access policies of a user: other roles, and none; and an invitation that is sent again. With script and without.
import { box, openUser, tick, untick } from "./console";
import { expect, test } from "./support";

test("a policy gets other roles, and is removed", async ({ visitor }) => {
  const { page } = visitor;
  const email = "classic@example.com";
  await visitor.start();
  await openUser(visitor, email);
  await visitor.tab("Access policies");
  const own = page.getByRole("table", { name: "Access policies" });
  const policy = own.getByRole("row").filter({ hasText: "Kubernetes Service" });
  await expect(policy).toContainText("Administrator");

  const change = async () => {
    await visitor.rowAction("Kubernetes Service", "Edit");
    await expect(visitor.heading("Edit policy")).toBeVisible();
    await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
    await visitor.press("Change roles");
  };
  await change();
  await expect(box(page, "Administrator")).toBeChecked();
  await untick(page, "Administrator");
  await tick(page, "Operator");
  await visitor.press("Next");
  await visitor.press("Review");
  await visitor.press("Save");
  await expect(await visitor.told("Policy saved")).toContainText("Operator on");
  await expect(policy).toContainText("Operator");
  await expect(policy).not.toContainText("Administrator");

  // Without a role it would be nothing.
  await change();
  await untick(page, "Operator");
  await visitor.press("Next");
  await expect(page.getByRole("main")).toContainText("must name at least one role");
  await expect(box(page, "Operator")).not.toBeChecked();
  await visitor.follow("Cancel");
  await expect(policy).toContainText("Operator");

  const others = own.getByRole("row").filter({ hasNotText: "Kubernetes Service" });
  const before = await others.count();
  await visitor.rowAction("Kubernetes Service", "Remove");
  const remove = page.getByRole("dialog", { name: "Remove policy" });
  await expect(remove).toContainText(`${email} loses Operator here.`);
  await remove.getByRole("button", { name: "Remove" }).click();
  await visitor.told("Policy removed");
  await expect(remove).toHaveCount(0);
  await expect(policy).toHaveCount(0);
  await expect(others).toHaveCount(before);
});

test("an invitation is sent again, and says how long it is valid", async ({ visitor }) => {
  const email = "k8s-functional@example.com";
  await visitor.start();
  await visitor.rowAction(email, "Resend invite");
  const told = await visitor.told(`The invitation of ${email} was sent again`);
  await expect(told).toContainText(/It is valid for \d+ days from now\./);
  await expect(visitor.row(email)).toContainText("Pending");
});
