import pc from "picocolors";
import type { ResultKind, Results } from "../model/results/index.js";
import type { View } from "../report/formats/format.js";
import { formatsOf, render } from "../report/formats/index.js";
import { auditResult } from "./audit-result.js";
import { badOption } from "./bad-option.js";
import { type Context, defineCommand, EXIT, type OptionValues, type Output } from "./command.js";
import { findingFilters } from "./finding-options.js";
import { withFindings } from "./found-findings.js";
import { withKeptSettings } from "./kept-settings.js";
import { privateLake } from "./lake-place.js";
import { chosenExceptions } from "./named-exceptions.js";
import { writeNew } from "./new-files.js";
import { countExceptedOption } from "./shared-options.js";
import { snapshotWords } from "./snapshot-words.js";
import { withSnapshot } from "./with-snapshot.js";

const options = {
  ...findingFilters,
  limit: { ...findingFilters.limit, doc: "the first n" },
  countExcepted: { ...countExceptedOption, doc: "markdown: rank the fixes of what is excepted, too" },
  format: {
    flags: "--format <name>",
    doc: "what to write: of markdown the audit, of all others the findings",
    kind: "text",
    choices: formatsOf(["findings"]).filter((name) => name !== "table"),
    default: "markdown",
  },
  output: {
    flags: "--output <file>",
    doc: "a new file that only its owner can read, or - for standard output",
    kind: "text",
    default: "-",
  },
  overwrite: { flags: "--overwrite", doc: "replace the file if it is there already", kind: "flag" },
} as const;
type ReportOptions = OptionValues<typeof options>;

export const command = defineCommand({
  name: "report",
  options,
  results: ["audit", "findings"],
  examples: [
    ['iamspect report >> "$GITHUB_STEP_SUMMARY"', "the audit as the summary of a GitHub job"],
    ["iamspect report --format sarif --status fail --output iamspect.sarif", "for GitHub code scanning"],
    [
      "iamspect report --format ocsf --status all --output findings.ocsf.json",
      "for a SIEM, each verdict a line",
    ],
    ["iamspect report --format asff --account 111122223333 --output findings.asff", "for AWS Security Hub"],
    ["iamspect report --format junit --output iamspect.xml --overwrite", "for a CI server"],
  ],
  run: async (_, values, context) => {
    if (values.format === "markdown") await writeAudit(values, context);
    else
      await withFindings(values, quiet(context), async ({ limit, stream }) =>
        write("findings", await stream(limit), values, context),
      );
    return EXIT.done;
  },
});

/** What is said of the snapshot is a note: nothing stands above a file. */
function quiet({ above: _, ...context }: Context & Pick<Output<never>, "above">): Context {
  return context;
}

/** The options that choose findings; an audit has all of them. */
const OF_FINDINGS = [
  "severity",
  "status",
  "account",
  "user",
  "owner",
  "ou",
  "newSince",
  "withoutFix",
  "limit",
  "expand",
  "excepted",
  "hubRegion",
] as const satisfies readonly (keyof ReportOptions)[];

async function writeAudit(given: ReportOptions, context: Output<"audit" | "findings">): Promise<void> {
  const unfit = OF_FINDINGS.find((name) => isGiven(name, given));
  if (unfit !== undefined) {
    const flag = findingFilters[unfit].flags.split(" ")[0];
    throw badOption(
      `--format markdown writes the audit as a whole, without ${flag}.`,
      "Leave it out, or print findings: iamspect findings --format markdown.",
    );
  }
  const values = await withKeptSettings(await privateLake(given, context), given);
  const exceptions = await chosenExceptions(values);
  await withSnapshot(values, quiet(context), async (opened) => {
    const { controls: folders, countExcepted, config, framework, set, control } = values;
    const judging = { folders, countExcepted, config, framework, set, control };
    const again = snapshotWords(values);
    const asked = { ...judging, exceptions, again, by: undefined, changes: null };
    await write("audit", await auditResult(opened, asked, context), values, context);
  });
}

function isGiven(name: (typeof OF_FINDINGS)[number], values: ReportOptions): boolean {
  const value = values[name];
  const spec = findingFilters[name];
  const usual = "default" in spec ? spec.default : undefined;
  return Array.isArray(value) ? value.length > 0 : value !== usual && value !== false;
}

/** Writes a result whole or not at all, or prints it as it comes. Throws a `UserError` where the file cannot be written. */
async function write<Kind extends ResultKind>(
  kind: Kind,
  result: Results[Kind],
  { format, output, overwrite, hubRegion }: ReportOptions,
  context: Context,
): Promise<void> {
  const view: View = { paint: pc.createColors(false), width: context.width, hubRegion };
  const pieces = render(kind, result, format, view);
  if (output !== "-") return await writeNew(output, pieces, overwrite);
  for await (const piece of pieces) await context.write(piece);
}
