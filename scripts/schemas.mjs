// Writes docs/schemas/*.json, the JSON Schemas of the file formats, from the declarations that the program checks with.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { jsonSchemas } from "../dist/cli/schemas.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "docs/schemas");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const schemas = jsonSchemas();
for (const [name, schema] of schemas)
  writeFileSync(join(folder, name), `${JSON.stringify(schema, null, 2)}\n`);
const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
execFileSync(process.execPath, [biome, "format", "--write", folder], {
  cwd: root,
  stdio: ["ignore", "ignore", "inherit"],
});
console.log(`docs/schemas: ${schemas.size} JSON Schemas.`);
