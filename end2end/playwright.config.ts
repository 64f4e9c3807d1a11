import { defineConfig } from "@playwright/test";
import { launchOptions } from "./chromium.mjs";

// `cargo xtask test` and `cargo xtask browser` start a server and name it by CREDLAB_URL.
export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  retries: 0,
  workers: 2,
  // A busy machine is slow, not wrong.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    baseURL: process.env.CREDLAB_URL ?? "http://127.0.0.1:3000",
    trace: "retain-on-failure",
    actionTimeout: 30_000,
    launchOptions,
  },
  // The console promises to work without script: its journeys are made a second time without.
  projects: [
    { name: "script" },
    {
      name: "no-script",
      testMatch: /(journeys\.console\.\w+|account|users|classic-users|lists|tables|policies|clusters|api-keys|subjects)\.spec\.ts/,
      // Every step loads a page.
      timeout: 360_000,
      use: { javaScriptEnabled: false },
    },
  ],
});
