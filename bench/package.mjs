// The tarball that people install: its size, and how long the installed program takes to start, against `node -e 0`.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { CACHE, inTurn, print, ROOT, result, runNode } from "./lib.mjs";

const folder = mkdtempSync(join(CACHE, "package-"));
try {
  const packed = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const [{ filename, unpackedSize }] = JSON.parse(packed);
  execFileSync("tar", ["-xzf", join(folder, filename), "-C", folder]);
  const installed = join(folder, "package");
  for (const path of productionPackages()) {
    cpSync(join(ROOT, path), join(installed, path), { recursive: true, dereference: true });
  }
  const bin = join(installed, "dist", "bin.js");
  const [floor, version, list] = await inTurn(
    [
      () => runNode(["-e", "0"], folder, false),
      () => runNode([bin, "--version"], folder, false),
      () => runNode([bin, "controls", "list"], folder, false),
    ],
    15,
  );
  print("Package", [
    result("tarball", statSync(join(folder, filename)).size / 1e6, 1, "MB"),
    result("unpacked, without dependencies", unpackedSize / 1e6, 5, "MB"),
    result("installed --version, times `node -e 0`", version / floor, 2, "x"),
    result("installed controls list, times `node -e 0`", list / floor, 8, "x"),
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** What `npm install` would bring, as far as it is here: packages of other machines are not. */
function productionPackages() {
  const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
  return Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== "" && !dev && !devOptional)
    .map(([path]) => path)
    .filter((path) => statSync(join(ROOT, path), { throwIfNoEntry: false }) !== undefined);
}
