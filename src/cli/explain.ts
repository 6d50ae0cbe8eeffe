import { type FoundUser, findSubjects, subjectNames } from "../explain/find-subject.js";
import { parseSubject, type Subject } from "../explain/subject.js";
import { snapshotIds } from "../lake/list.js";
import { parseArn } from "../model/arn.js";
import { firstOf, thousands } from "../model/listed.js";
import { UserError } from "../model/user-error.js";
import { quoted } from "../report/text.js";
import { askAws } from "./ask-key-owner.js";
import { defineCommand, EXIT, type OptionValues, type Output } from "./command.js";
import { explained } from "./explained.js";
import type { OpenedPlan } from "./judge-run.js";
import { withKeptSettings } from "./kept-settings.js";
import { snapshotOfKey } from "./key-in-lake.js";
import { privateLake } from "./lake-place.js";
import { accountIds, namesIn } from "./named-in-snapshot.js";
import { exceptionsOption, judgeOptions, snapshotOptions, sourceOptions } from "./shared-options.js";
import { unknownName } from "./unknown-name.js";
import { type Shown, withSnapshot } from "./with-snapshot.js";

const options = {
  ...snapshotOptions,
  account: {
    flags: "--account <id or name>",
    doc: "the account of the user, where several have one of that name; always with root",
    kind: "text",
  },
  scenario: {
    flags: "--scenario <file>",
    doc: "instead of a user: judge policies that need not be deployed (docs/scenarios.md); exits with 3 when an expectation is not met",
    kind: "text",
  },
  ...judgeOptions,
  exceptions: exceptionsOption,
  offline: { flags: "--offline", doc: "ask the snapshot only, never AWS", kind: "flag" },
  profile: sourceOptions.profile,
  region: sourceOptions.region,
  role: {
    flags: "--role <name>",
    doc: "to ask AWS: a role in the key's account, by name or as an ARN with {account_id} in it",
    kind: "text",
  },
  externalId: { flags: "--external-id <id>", doc: "the external id the role asks for", kind: "text" },
} as const;
type Options = OptionValues<typeof options>;

export const command = defineCommand({
  name: "explain",
  arguments: {
    name: "[subject]",
    doc: "a user by name or ARN, `root`, or the id of a credential (AKIA...)",
  },
  options,
  results: ["explanation", "key_owner", "scenarios"],
  examples: [
    ["iamspect explain ann", "everything about a user: credentials, verdicts and why, evidence"],
    ["iamspect explain arn:aws:iam::111122223333:user/team/ann --format json", "for a script"],
    ["iamspect explain root --account 111122223333", "the root user of an account"],
    [
      "iamspect explain AKIAIOSFODNN7EXAMPLE",
      "whose a key is: from the snapshot, else with two calls to AWS",
    ],
    [
      "iamspect explain --scenario scenario.json",
      "what a guardrail would do to a user, before it is attached",
    ],
    ["iamspect explain AKIAIOSFODNN7EXAMPLE --role iamspect-audit", "asking in the account of the key"],
  ],
  run: async ([text], given, context) => {
    if (given.scenario !== undefined) {
      const { explainScenarios } = await import("./explain-scenario.js");
      return await explainScenarios(given.scenario, context);
    }
    if (text === undefined) {
      throw new UserError({
        code: "no_subject",
        what: "Explain whom?",
        fix: "Name a user, an ARN or a key id, or say --scenario FILE.",
      });
    }
    const subject = parseSubject(text);
    const lake = await privateLake(given, context);
    const values = await withKeptSettings(lake, given);
    const isKey = subject.kind === "credential";
    // Whose a key is can be asked of AWS without any snapshot.
    if (isKey && values.snapshot === undefined && (await snapshotIds(lake)).length === 0) {
      return await askAws(undefined, subject, values, context);
    }
    return await withSnapshot(values, context, async (opened) => {
      return await explainIn(opened, { text, subject }, values, context);
    });
  },
});

/** Explains whom an opened snapshot knows, and whose a key is that only an older one or AWS knows. */
async function explainIn(
  opened: Shown,
  { text, subject }: { readonly text: string; readonly subject: Subject },
  values: Options,
  context: Output<"explanation" | "key_owner">,
): Promise<number> {
  const accounts = await accountIds(namesIn(opened), values.account === undefined ? [] : [values.account]);
  const found = await findSubjects(opened.engine, subject, accounts);
  const [user] = found;
  if (user === undefined && subject.kind === "credential") {
    const older = values.snapshot === undefined ? await snapshotOfKey(opened.lake, subject) : undefined;
    if (older === undefined) return await askAws(opened, subject, values, context);
    context.note(
      `${subject.id} is no longer there. What follows is from ${older}, the newest snapshot that has it.`,
    );
    return await withSnapshot({ ...values, snapshot: older }, context, async (then) => {
      return await explainIn(then, { text, subject }, { ...values, snapshot: older }, context);
    });
  }
  if (user === undefined || found.length > 1) throw await notOne(opened, text, found, accounts);
  await context.print("explanation", await explained(opened, user, values, context));
  return EXIT.done;
}

async function notOne(
  opened: OpenedPlan,
  text: string,
  found: readonly FoundUser[],
  accounts: readonly string[],
): Promise<UserError> {
  if (found.length === 0) {
    if (/^arn:/.test(text) && parseArn(text)?.service !== "iam") {
      return new UserError({
        code: "not_a_user",
        what: `${quoted(text)} is no user: explain tells about users, root users and access keys.`,
        fix: "`iamspect findings --control CONTROL --status all --verbose` tells about other things, and `iamspect query --schema` lists their tables.",
      });
    }
    return unknownName({
      kind: "user",
      name: text,
      where: namesIn(opened).where,
      known: await subjectNames(opened.engine, accounts),
      fix: "`iamspect query \"SELECT arn FROM iam_users WHERE user_name ILIKE '%...%'\"` searches.",
    });
  }
  if (found.every(({ kind }) => kind === "root_user")) {
    return new UserError({
      code: "several_users",
      what: `Each of ${thousands(found.length)} accounts has a root user.`,
      fix: "Say which account with --account, or give the root user's ARN.",
    });
  }
  const arns = found.map(({ arn }) => arn);
  return new UserError({
    code: "several_users",
    what: `${thousands(found.length)} users are called ${text}: ${firstOf(arns, 10)}.`,
    fix: "Give the ARN, or the account with --account.",
  });
}
