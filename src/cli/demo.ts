import { writeDemo } from "../demo/index.js";
import { thousands } from "../model/listed.js";
import { UserError } from "../model/user-error.js";
import { quoted } from "../report/text.js";
import { badOption } from "./bad-option.js";
import { defineCommand, EXIT } from "./command.js";
import { demoVariant } from "./lake-place.js";
import { demoOptions } from "./shared-options.js";

export const command = defineCommand({
  name: "demo",
  arguments: { name: "<dir>", doc: "a new or empty folder" },
  options: {
    withPolicies: demoOptions.withPolicies,
    full: { ...demoOptions.full, doc: demoOptions.full.doc.replace("with --demo: ", "") },
    later: {
      flags: "--later <months>",
      doc: "write the cohort this many months later; demo-changes.json lists what changed in the last month",
      kind: "text",
    },
  },
  examples: [
    ["iamspect demo ./demo", "write the demonstration cohort as AWS-format files"],
    ["iamspect demo ./demo --with-policies", "the same users, with policies that say something about MFA"],
    ["iamspect demo ./demo --full", "the same users, with all that is in their accounts around them"],
    ["iamspect audit ./demo", "audit these files"],
    ["iamspect demo ./demo-1 --later 1", "the same cohort a month later, for diff and trend"],
  ],
  run: async ([dir], { withPolicies, full, later }, context) => {
    if (dir === undefined)
      throw new UserError({ code: "no_folder", what: "No folder is named. Say iamspect demo DIR." });
    const variant = demoVariant({ withPolicies, full });
    const months = parseMonths(later);
    if (full && months > 0) {
      throw badOption("--later writes what becomes of users, so it goes without --full.");
    }
    const { files, accounts, users } = await writeDemo(dir, variant, months);
    context.note(
      `Wrote ${thousands(files)} files of ${thousands(accounts)} accounts and ${thousands(users)} IAM users. Audit them with: iamspect audit ${dir}`,
    );
    return EXIT.done;
  },
});

/** Two years of snapshots are enough to try diff and trend. */
const MOST_MONTHS = 24;

function parseMonths(text: string | undefined): number {
  if (text === undefined) return 0;
  const months = Number(text);
  if (Number.isInteger(months) && months >= 0 && months <= MOST_MONTHS) return months;
  throw badOption(
    `--later ${quoted(text)} is not a number of months.`,
    `Give a whole number from 0 to ${MOST_MONTHS}.`,
  );
}
