/**
 * Bundle the scripts of the pages into the folder that is named on the command line, with a manifest that
 * says for each page's script which files it needs.
 */
import { readFile, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { build } from "esbuild";

const folder = process.argv[2];
if (!folder) throw new Error("name the folder to build into: node build.mjs FOLDER");

const SNAPSHOT = /(?:\w+ = "[^"\n]*", )+prefixes_default = \{[^}]*\}/;

/** Leave out the prefixes that come with the editor: a public list that holds spam, and not ours. */
const ownPrefixesOnly = {
  name: "own-prefixes-only",
  setup(bundler) {
    bundler.onLoad({ filter: /yasqe\.esm\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      if (!SNAPSHOT.test(text)) throw new Error(`no list of prefixes where it was expected, in ${basename(path)}`);
      return { contents: text.replace(SNAPSHOT, "prefixes_default = {}"), loader: "js" };
    });
  },
};

const { metafile } = await build({
  entryPoints: ["src/site.js", "src/document.js", "src/editor.js", "src/models.js", "src/spread.js"],
  outdir: folder,
  bundle: true,
  format: "esm",
  splitting: true,
  minify: true,
  target: "es2022",
  legalComments: "linked",
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  metafile: true,
  plugins: [ownPrefixesOnly],
});

const entries = {};
for (const [path, output] of Object.entries(metafile.outputs)) {
  if (!output.entryPoint?.startsWith("src/")) continue;
  const name = basename(output.entryPoint, ".js");
  const first = output.imports.filter((each) => each.kind === "import-statement").map((each) => within(each.path));
  entries[name] = { script: within(path), style: output.cssBundle ? within(output.cssBundle) : null, first };
}
const written = Object.keys(metafile.outputs).map(within).sort();
await writeFile(join(folder, "manifest.json"), `${JSON.stringify({ entries, files: written }, null, 2)}\n`);

function within(path) {
  return relative(folder, path);
}
