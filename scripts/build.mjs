// Compiles src/ to dist/, and the YAML files that come with iamspect to one JSON file, which loads in no time.
// Stale output of a renamed file must not survive, so dist/ is made afresh.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const root = fileURLToPath(new URL("..", import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });
execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
chmodSync(`${root}dist/bin.js`, 0o755);

const values = {};
for (const folder of ["controls", "frameworks", "benchmarks", "data"]) {
  for (const name of readdirSync(root + folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".yaml") || name.endsWith("cases.yaml")) continue;
    const text = readFileSync(`${root}${folder}/${name}`, "utf8");
    values[createHash("sha256").update(text).digest("hex")] = parse(text, { schema: "core" });
  }
}
writeFileSync(`${root}dist/shipped-yaml.json`, JSON.stringify(values));
