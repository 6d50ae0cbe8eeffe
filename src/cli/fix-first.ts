import { loadFixes } from "../analyse/fixes/catalogue.js";
import { fixFirst } from "../analyse/fixes/fix-first.js";
import { fixable } from "../analyse/fixes/fixable.js";
import { quoted } from "../report/text.js";
import { badOption } from "./bad-option.js";
import { defineCommand, EXIT } from "./command.js";
import { withKeptSettings } from "./kept-settings.js";
import { privateLake } from "./lake-place.js";
import { failingFindingsOf, lackingFindingsOf, notExcepted } from "./lay-over.js";
import { chosenExceptions } from "./named-exceptions.js";
import { riskContext } from "./risk-context.js";
import { countExceptedOption, exceptionsOption, judgeOptions, snapshotOptions } from "./shared-options.js";
import { snapshotWords } from "./snapshot-words.js";
import { withSnapshot } from "./with-snapshot.js";
import { layToLeaveOut } from "./without-excepted.js";

export const command = defineCommand({
  name: "fix-first",
  options: {
    ...snapshotOptions,
    ...judgeOptions,
    exceptions: exceptionsOption,
    countExcepted: countExceptedOption,
    hours: {
      flags: "--hours <n>",
      doc: "what fits into so many hours of work, the most dangerous first; with --by owner, for each owner",
      kind: "text",
    },
    by: {
      flags: "--by <what>",
      doc: "owner: a list for each owner",
      kind: "text",
      choices: ["all", "owner"],
      default: "all",
    },
    top: {
      flags: "--top <n>",
      doc: "how many fixes to show, or all (default: 20; with --hours, all that fit)",
      kind: "text",
    },
    users: {
      flags: "--users",
      doc: "print one record for each credential of each fix, with account, owner and command",
      kind: "flag",
    },
  },
  results: ["fixes", "fix_users"],
  examples: [
    ["iamspect fix-first --demo --with-policies", "what to do first in the demonstration"],
    ["iamspect fix-first --hours 8", "what a team can do today"],
    ["iamspect fix-first --by owner", "a list for each owner"],
    [
      "iamspect fix-first --users --format csv > fixes.csv",
      "which credential is in which fix, and whose it is",
    ],
    ["iamspect fix-first --format json | jq '.[0].title'", "for a script"],
  ],
  run: async (_, given, context) => {
    const values = await withKeptSettings(await privateLake(given, context), given);
    const hours = parseHours(values.hours);
    const most = parseTop(values.top ?? (hours === undefined ? "20" : "all"));
    const exceptions = await chosenExceptions(values);
    return await withSnapshot(values, context, async (opened) => {
      const { engine, choice } = opened;
      const catalogue = await loadFixes();
      const seen = { ...opened, plan: fixable(opened.plan, catalogue) };
      const { plan } = seen;
      const leaveOut = exceptions !== undefined && !values.countExcepted;
      if (leaveOut) await layToLeaveOut(seen, exceptions, values.controls, context);
      const left = (all: string) => (leaveOut ? notExcepted(all) : all);
      const input = {
        engine,
        context: await riskContext(engine, choice.config),
        catalogue,
        findings: left(await failingFindingsOf(seen)),
        unknown: left(await lackingFindingsOf(seen)),
        controls: plan.controls,
      };
      const byOwner = values.by === "owner";
      const again = snapshotWords(values);
      const found = await fixFirst(input, { most, hours, byOwner, again });
      await context.print(values.users ? "fix_users" : "fixes", found);
      if (plan.controls.length < opened.plan.controls.length) context.note(aroundNote(again));
      return EXIT.done;
    });
  },
});

function parseTop(text: string): number {
  if (text === "all") return Number.POSITIVE_INFINITY;
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw badOption(
    `--top ${quoted(text)} is not a number of fixes.`,
    "Give a whole number such as 20, or all.",
  );
}

function parseHours(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && number > 0 && number <= 1_000_000) return number;
  throw badOption(`--hours ${quoted(text)} is not a number of hours.`, "Give a number such as 8 or 2.5.");
}

/** What lies around the users has no credentials, so no risk that it could be ranked by. */
function aroundNote(again: string): string {
  return `This ranks users, root users and policies. What else fails: iamspect findings --severity critical,high --status fail --verbose${again}`;
}
