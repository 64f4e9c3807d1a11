// How Chromium is started, for the journeys and for pictures.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** The system's Chromium: the one that is named by CREDLAB_CHROMIUM, or on the path. Without it, Playwright's own. */
function system() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const files = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return process.env.CREDLAB_CHROMIUM ?? files.find(existsSync);
}

export const launchOptions = {
  executablePath: system(),
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};
