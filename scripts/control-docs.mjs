// Writes the generated part of docs/controls.md from controls/ and frameworks/; the part above it is kept.
import { readFileSync, writeFileSync } from "node:fs";
import { loadFrameworks } from "../dist/assess/framework.js";
import { loadControls } from "../dist/assess/load.js";
import { controlReference } from "../dist/report/control-reference.js";

const file = new URL("../docs/controls.md", import.meta.url);
const controls = await loadControls();
writeFileSync(file, controlReference(readFileSync(file, "utf8"), controls, await loadFrameworks()));
console.log(`docs/controls.md: ${controls.length} controls.`);
