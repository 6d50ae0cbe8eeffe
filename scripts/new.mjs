// Starts something new from a template: `npm run new control <id>` writes the three files of a control, which hold
// together from the first moment: `iamspect controls test <id>` passes, and every change is seen by it.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const template = join(root, "scripts/templates/control");
const USAGE =
  "Say: npm run new control <id>, with an id of lower-case words joined by -, such as user-password-age.";

const { positionals, values } = parseArgs({ allowPositionals: true, options: { into: { type: "string" } } });
const [kind, id = ""] = positionals;
const parent = values.into ?? join(root, "controls/iam");

if (kind !== "control" || positionals.length !== 2 || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) fail(USAGE);
const taken = [parent, ...serviceFolders()]
  .map((folder) => join(folder, id))
  .find((path) => existsSync(path));
if (taken !== undefined) fail(`There is a control ${id} already: ${taken}.`);

const folder = join(parent, id);
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(template)) {
  const text = readFileSync(join(template, name), "utf8").replaceAll("__ID__", id);
  writeFileSync(join(folder, name), text, { flag: "wx" });
}
console.log(`Wrote ${folder}: control.yaml, control.sql and cases.yaml. Next:
  1. Make them say what the control is about; docs/controls.md tells how. Begin with the cases.
  2. npx iamspect controls test ${id}${values.into === undefined ? "" : ` --controls ${parent}`}`);
if (values.into === undefined) {
  console.log("  3. npm run docs && npm run check");
}

function serviceFolders() {
  const controls = join(root, "controls");
  return readdirSync(controls).map((name) => join(controls, name));
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
