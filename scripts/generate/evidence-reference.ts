import { SOURCES } from "../../src/sources/index.js";
import type { Source } from "../../src/sources/source.js";
import { markdownTable } from "./markdown-table.js";

/** What stands above this line in docs/evidence.md is written by hand, what stands below it is generated. */
const MARK = "<!-- Everything below this line is generated from src/sources/: npm run docs -->";
const PLACES: Readonly<Record<Source["scope"], string>> = {
  account: "folder of the account",
  region: "folder of the Region, in that of the account",
  organization: "folder of the organization",
};

/** The text of docs/evidence.md: its hand-written part as it is, and every kind of evidence made anew. */
export function evidenceReference(current: string): string {
  const [byHand = ""] = current.split(MARK);
  const all: readonly Source[] = SOURCES;
  const every = all.filter(({ asked }) => asked === undefined);
  const full = all.filter(({ asked }) => asked === "full");
  const parts = [
    byHand.trimEnd(),
    MARK,
    "## Asked for by every run",
    sourceTable(every),
    "## Asked for by `--full`",
    sourceTable(full),
  ];
  return `${parts.join("\n\n")}\n`;
}

function sourceTable(sources: readonly Source[]): string {
  return markdownTable(
    ["kinds", "files", "where", "actions", "tables"],
    sources.map(({ kinds, files, scope, permissions, tables = [] }) => [
      codes(kinds.length > 0 ? kinds : permissions.flatMap(({ delivers = [] }) => delivers)),
      codes(files),
      PLACES[scope],
      codes(permissions.flatMap(({ actions }) => Object.keys(actions))),
      codes(tables.map(({ name }) => name)),
    ]),
  );
}

function codes(words: readonly string[]): string {
  return [...new Set(words)].map((word) => `\`${word}\``).join(", ");
}
