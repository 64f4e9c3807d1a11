// Writes the stylesheet: node xtask/style.mjs OUTPUT FOLDER...
// A class stays when its name stands as a whole word in some Rust file of the folders, a custom property when something
// that stays asks for it.
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
  keyframes: true,
  // Put on by data or by state, so no Rust file need name them.
  safelist: { standard: ["html", "body"], greedy: [/^\[?(aria-|data-(theme|size))/] },
});
const { code } = transform({
  filename: "credlab.css",
  code: Buffer.from(withoutUnusedProperties(used.css)),
  minify: true,
});
writeFileSync(output, code);

/** Carbon declares some hundred custom properties in each theme. One that goes may have been the only one to ask for another. */
function withoutUnusedProperties(css) {
  const asked = new Set(Array.from(css.matchAll(/var\(\s*(--[\w-]+)/g), ([, name]) => name));
  const less = css.replace(/^\s*(--[\w-]+):[^;{}]*;?$/gm, (declaration, name) => (asked.has(name) ? declaration : ""));
  return less === css ? css : withoutUnusedProperties(less);
}
