// Bundles src/ into dist/, and the YAML files that come with iamspect into one JSON file: a program of nine hundred small
// files takes half a second to load, that of a few large ones a fifth of it. Packages are not bundled.
// Stale output must not survive, so dist/ is made afresh: beside the one that is in use, which then gives way. A build that
// fails, or that another one overtakes, leaves a whole dist/.
import { createHash } from "node:crypto";
import { chmodSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { parse } from "yaml";
import { bundle, ROOT as root } from "./bundle.mjs";

const made = `${root}.cache/dist-${process.pid}`;
process.once("exit", () => remove(made));
/** The program, and what it starts as a process or a thread of its own. */
const entries = ["bin.ts", "cli/query-worker.ts", "derive/evaluate-worker.ts"];
await bundle(entries, {
  dir: made,
  entryFileNames: "[name].js",
  chunkFileNames: "[name]-[hash].js",
  // They are a third of the text that every start reads; src/ has them.
  comments: false,
});
chmodSync(`${made}/bin.js`, 0o755);

const values = {};
for (const folder of ["controls", "frameworks", "benchmarks", "data"]) {
  for (const name of readdirSync(root + folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".yaml") || name.endsWith("cases.yaml")) continue;
    const text = readFileSync(`${root}${folder}/${name}`, "utf8");
    values[createHash("sha256").update(text).digest("hex")] = parse(text, { schema: "core" });
  }
}
writeFileSync(`${made}/shipped-yaml.json`, JSON.stringify(values));
putInPlace();

/** No folder can be renamed to one that is there: that is moved away first, by whichever build comes last. */
function putInPlace() {
  const old = `${made}-old`;
  while (!renamed(made, `${root}dist`, ["ENOTEMPTY", "EEXIST"])) {
    renamed(`${root}dist`, old, ["ENOENT"]);
    remove(old);
  }
}

/** false: it failed with one of these codes. */
function renamed(from, to, codes) {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (!codes.includes(error.code)) throw error;
    return false;
  }
}

function remove(folder) {
  rmSync(folder, { recursive: true, force: true });
}
