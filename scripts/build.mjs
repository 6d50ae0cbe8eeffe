// Compiles src/ to dist/, and the YAML files that come with iamspect to one JSON file, which loads in no time.
// Stale output of a renamed file must not survive, so dist/ is made afresh: beside the one that is in use, which then gives
// way. A build that fails, or that another one overtakes, leaves a whole dist/.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const root = fileURLToPath(new URL("..", import.meta.url));
const made = `${root}.cache/dist-${process.pid}`;
process.once("exit", () => remove(made));
const tsc = `${root}node_modules/typescript/bin/tsc`;
execFileSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", made], {
  cwd: root,
  stdio: "inherit",
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
