// Writes the stylesheet: node xtask/style.mjs OUTPUT FOLDER...
// A class stays when its name stands as a whole word in some Rust file of the folders.
import { writeFileSync } from "node:fs";
import { PurgeCSS } from "purgecss";
import { compile } from "sass";
import { transform } from "lightningcss";

const [output, ...folders] = process.argv.slice(2);

const { css } = compile("style/main.scss", {
  loadPaths: ["style", "node_modules"],
  quietDeps: true,
});
const [used] = await new PurgeCSS().purge({
  css: [{ raw: css }],
  content: folders.map((folder) => `${folder}/**/*.rs`),
  defaultExtractor: (text) => text.match(/[A-Za-z0-9_-]+/g) ?? [],
  // Put on by data or by state, so no Rust file need name them.
  safelist: { standard: ["html", "body"], greedy: [/data-/, /aria-/] },
});
const { code } = transform({
  filename: "credlab.css",
  code: Buffer.from(used.css),
  minify: true,
});
writeFileSync(output, code);
