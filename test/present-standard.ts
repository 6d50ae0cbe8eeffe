import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse, stringify } from "yaml";
import type { Standard } from "../src/model/framework.js";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Writes a shipped standard with only those of its controls that exist, as a file of a person's own. */
export function writePresent(id: string, file: string): Standard {
  const present = new Set(
    readdirSync(`${root}controls`).flatMap((service) => readdirSync(`${root}controls/${service}`)),
  );
  const standard = parse(readFileSync(`${root}frameworks/${id}.yaml`, "utf8"), { schema: "core" });
  for (const one of standard.requirements) {
    if (one.controls === undefined) continue;
    one.controls = one.controls.filter(({ control }: { control: string }) => present.has(control));
    if (one.controls.length === 0)
      Object.assign(one, { coverage: "not_covered", note: "Its controls are not there." });
  }
  writeFileSync(file, stringify(standard));
  return standard;
}
