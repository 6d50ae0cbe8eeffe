// Fails when an import goes up the list of layers, across the leaf layers, or into a test.
// The list is the one of docs/architecture.md: a layer may import only what stands above it.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const src = fileURLToPath(new URL("../src", import.meta.url));
const ORDER = [
  "model",
  "entities",
  "policy",
  "aws",
  "engine",
  "lake",
  "sources",
  "collect",
  "derive",
  "assess",
  "analyse",
  "explain",
  ["report", "remediate", "prevent", "govern", "notify"],
  "serve",
  "demo",
  "cli",
];
const rank = new Map(ORDER.flatMap((names, index) => [names].flat().map((name) => [name, index])));
/** Purity that the order alone does not give: but for their tests, these layers may import only these of ours. */
const ONLY = new Map([
  ["policy", ["model"]],
  ["report", ["model"]],
]);

const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
const problems = [];
for (const file of files) {
  const text = readFileSync(join(src, file), "utf8");
  const from = file.includes("/") ? file.split("/")[0] : "cli";
  const isTest = /\.test\.ts$/.test(file);
  for (const match of text.matchAll(/(?:from\s+|import\s*\(\s*|import\s+)"(\.[^"]+)"/g)) {
    const target = relative(src, resolve(src, dirname(file), match[1]));
    const to = target.includes("/") ? target.split("/")[0] : "cli";
    const wrong =
      rank.get(from) === undefined || rank.get(to) === undefined
        ? "is in no known layer"
        : from !== to && rank.get(to) >= rank.get(from)
          ? `may not import ${to}`
          : from !== to && !isTest && ONLY.has(from) && !ONLY.get(from).includes(to)
            ? `may import only ${ONLY.get(from).join(", ")}`
            : /\.test\.js$/.test(target) && !isTest
              ? "imports a test"
              : undefined;
    if (wrong !== undefined) problems.push(`src/${file}: ${from} ${wrong} (${match[1]})`);
  }
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`layers: ${files.length} files, no import goes back.`);
