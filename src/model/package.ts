import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this package, which holds src/ and dist/: the next one up that has a package.json. */
const ROOT = packageFolder(fileURLToPath(new URL(".", import.meta.url)));

/** The path of a file or folder that comes with iamspect, such as `data/risk.yaml`. */
export function shippedPath(path: string): string {
  return join(ROOT, path);
}

/** What package.json says: the program's version, and the Node.js that it is made for, such as `>=20.19`. */
export function packageFacts(): { readonly version: string; readonly node: string } {
  const text = readFileSync(shippedPath("package.json"), "utf8");
  // Our own file: to load a parser for it would double the time of `iamspect --version`.
  const { version, engines } = JSON.parse(text) as { version: string; engines: { node: string } };
  return { version, node: engines.node };
}

function packageFolder(from: string): string {
  const above = join(from, "..");
  return existsSync(join(from, "package.json")) || above === from ? from : packageFolder(above);
}
