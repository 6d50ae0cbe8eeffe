// Compiles each file of src/ by itself, into .cache/modules or the folder that is named: benchmarks measure some of them, and
// tests run programs of their own over them.
import { readdirSync } from "node:fs";
import { bundle, ROOT } from "./bundle.mjs";

const [dir = `${ROOT}.cache/modules`] = process.argv.slice(2);
const files = readdirSync(`${ROOT}src`, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".ts") && !/(\.test\.ts$|[\\/]test-|[\\/]fixtures[\\/])/.test(file),
);
await bundle(files, { dir, preserveModules: true, preserveModulesRoot: `${ROOT}src` });
