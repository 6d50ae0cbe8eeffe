// Writes the policies of deploy/ and the generated sections of its templates and README from src/sources/permissions.ts.
// It runs the built program: npm run build first. src/sources/deploy-files.test.ts fails when the files are stale.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const { DEPLOY_FILES } = await import("../dist/sources/deploy-files.js");
const folder = fileURLToPath(new URL("../deploy/", import.meta.url));

for (const { file, render } of DEPLOY_FILES) {
  const path = folder + file;
  const current = read(path);
  const wanted = render(current);
  if (wanted !== current) writeFileSync(path, wanted);
  console.log(`${wanted === current ? "unchanged" : "written  "} deploy/${file}`);
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}
