import { SOURCES } from "../../src/sources/index.js";
import type { Grant, Source } from "../../src/sources/source.js";
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
  const every = all.filter(({ asked, live }) => asked === undefined && live !== undefined);
  const full = all.filter(({ asked }) => asked === "full");
  const optional = all.flatMap((source) => {
    const others = source.permissions.filter((grant) => !everyRunNeeds(source, grant));
    return source.asked === undefined && others.length > 0 ? [{ ...source, permissions: others }] : [];
  });
  const parts = [
    byHand.trimEnd(),
    MARK,
    "## Asked for by every run",
    sourceTable(every.map((source) => ({ ...source, permissions: needed(source) }))),
    "## Asked for by `--full`",
    sourceTable(full),
    "## Asked for by other options",
    sourceTable(optional, "option", (source) => optionOf(source)),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** Does an account that is read by itself need this? What the organization is asked for needs an option. */
function everyRunNeeds({ scope, live }: Source, grant: Grant): boolean {
  return live !== undefined && grant.option === undefined && (grant.scope ?? scope) !== "organization";
}

function needed(source: Source): Grant[] {
  return source.permissions.filter((grant) => everyRunNeeds(source, grant));
}

const OPTIONS: Readonly<Record<NonNullable<Grant["option"]>, string>> = {
  aggregator: "--aggregator",
  fresh: "--fresh",
  full: "--full",
  root: "--assume-root",
  tags: "--org",
};

function optionOf({ permissions }: Source): string {
  return codes(permissions.map(({ option }) => (option === undefined ? "--org" : OPTIONS[option])));
}

/** A row a source; a last column where it is named. */
function sourceTable(sources: readonly Source[], more?: string, of?: (source: Source) => string): string {
  return markdownTable(
    ["kinds", "files", "where", "actions", "tables", ...(more === undefined ? [] : [more])],
    sources.map((source) => {
      const { kinds, files, scope, permissions, tables = [] } = source;
      return [
        codes(kinds.length > 0 ? kinds : permissions.flatMap(({ delivers = [] }) => delivers)),
        codes(files),
        PLACES[scope],
        codes(permissions.flatMap(({ actions }) => Object.keys(actions))),
        codes(tables.map(({ name }) => name)),
        ...(of === undefined ? [] : [of(source)]),
      ];
    }),
  );
}

function codes(words: readonly string[]): string {
  return [...new Set(words)].map((word) => `\`${word}\``).join(", ");
}
