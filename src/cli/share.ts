import { utimes } from "node:fs/promises";
import { join } from "node:path";
import { membersOf } from "../analyse/share/members.js";
import { type SharedMember, shareOrganizations } from "../analyse/share/share-organizations.js";
import { freshShareIds, shareIds } from "../lake/share-key.js";
import { counted } from "../model/listed.js";
import { packageFacts } from "../model/package.js";
import { MIN_CELL, type Share } from "../model/share.js";
import { formatTime, parseAuditTime } from "../model/time.js";
import { UserError } from "../model/user-error.js";
import { shareJson, sharesText, shareText } from "../report/share-text.js";
import { plainText, quoted } from "../report/text.js";
import { badOption } from "./bad-option.js";
import { chooseOrganizations } from "./choose-organizations.js";
import { type Context, defineCommand, EXIT, type OptionValues } from "./command.js";
import { confirmed, requireConsent } from "./confirm.js";
import { makeTargetFolder, writeNew } from "./new-files.js";
import { judgeOptions, snapshotOptions } from "./shared-options.js";

import { withSnapshot } from "./with-snapshot.js";

const { set, config, framework, control } = judgeOptions;
const options = {
  ...snapshotOptions,
  set,
  config,
  framework,
  control,
  organization: {
    flags: "--organization <id>",
    doc: "this organization (o-...) or standalone account; standalone: all of these together (default: the only one there is)",
    kind: "text",
  },
  all: { flags: "--all", doc: "every organization and standalone account, a file each", kind: "flag" },
  minCell: {
    flags: "--min-cell <n>",
    doc: "for publication: blur counts so that none below n shows (default: exact counts)",
    kind: "text",
  },
  freshId: {
    flags: "--fresh-id",
    doc: "an id used only once: no id tells that two files are of one organization, but their counts still can",
    kind: "flag",
  },
  out: {
    flags: "--out <file>",
    doc: "write it to a new file (with --all: into a new or empty folder), or - for standard output; default: only show it",
    kind: "text",
  },
  yes: {
    flags: "--yes",
    doc: "write without asking: needed where there is no terminal to ask at",
    kind: "flag",
  },
  overwrite: { flags: "--overwrite", doc: "replace files that are there already", kind: "flag" },
} as const;
type Options = OptionValues<typeof options>;

/** So many of the files that are written are listed; without --out, all of them. */
const MOST_SHOWN = 20;

export const command = defineCommand({
  name: "share",
  options,
  examples: [
    ["iamspect share", "show what would be shared, and write nothing"],
    ["iamspect share --out counts.json", "exact counts, for people you trust with them"],
    ["iamspect share --min-cell 5 --fresh-id --out counts.json", "for publication"],
    ["iamspect share --demo --all --out shares --yes", "a file for each organization of the demonstration"],
  ],
  run: async (_, values, context) => {
    const minCell = values.minCell === undefined ? null : parseMinCell(values.minCell);
    if (values.all && values.organization !== undefined) throw bothChosen();
    if (values.all && values.out === "-") throw allToOne();
    if (values.out !== undefined && values.out !== "-") requireConsent(values.yes, context);
    const shared = await shareSnapshot(values, minCell, context);
    for (const line of leftOutTexts(shared)) context.note(line);
    if (values.all) await writeAll(shared, values, context);
    else for (const one of shared) await writeOne(one, values, context);
    return EXIT.done;
  },
});

async function shareSnapshot(
  values: Options,
  minCell: number | null,
  context: Context,
): Promise<SharedMember[]> {
  // A person's own controls are left at home: their names could tell who wrote them.
  return await withSnapshot(values, context, async ({ engine, lake, auditTime, plan }) => {
    const members = chooseOrganizations(await membersOf(engine), values);
    const ids = values.freshId ? freshShareIds() : await shareIds(lake);
    const shared = await shareOrganizations(engine, plan, members, {
      idOf: ({ key }) => ids(key),
      monthOf: ({ accounts }) => formatTime(Math.max(...accounts.map(auditTime))).slice(0, 7),
      toolVersion: packageFacts().version,
      minCell,
    });
    // In the order of their ids, which are random: neither rows nor files tell which organization comes first.
    return shared.sort((a, b) => (a.share.organization < b.share.organization ? -1 : 1));
  });
}

type Target = Pick<Options, "out" | "yes" | "overwrite" | "freshId">;
const DECLINED = "Nothing was written.";

async function writeOne({ share }: SharedMember, target: Target, context: Context): Promise<void> {
  const { out, yes, overwrite } = target;
  const text = shareText(share, { ...target, width: context.width });
  if (out === undefined) {
    await context.write(text);
    context.note("Nothing was written. --out FILE writes it.");
    return;
  }
  context.note(text);
  if (out === "-") return await context.write(shareJson(share));
  if (!(await confirmed(`Write this to ${plainText(out)}?`, yes, context))) return context.note(DECLINED);
  await writeShare(out, share, overwrite);
  context.note(`Wrote ${plainText(out)}. Nothing was sent anywhere.`);
}

async function writeAll(shared: readonly SharedMember[], target: Target, context: Context): Promise<void> {
  const { out, yes, overwrite } = target;
  const rows = shared.map(({ member, share }) => ({ name: member.key, share }));
  const view = { ...target, width: context.width };
  if (out === undefined) {
    await context.write(sharesText(rows, view));
    context.note(
      "Nothing was written. --out DIR writes a file for each; without --all they are shown one by one.",
    );
    return;
  }
  context.note(sharesText(rows, view, MOST_SHOWN));
  const files = counted(shared.length, "file");
  const question = `Write ${files} into ${plainText(out)}?`;
  if (!(await confirmed(question, yes, context))) return context.note(DECLINED);
  await makeTargetFolder(out, overwrite);
  for (const { share } of shared) await writeShare(join(out, `${share.organization}.json`), share, overwrite);
  context.note(`Wrote ${files} into ${plainText(out)}. Nothing was sent anywhere.`);
}

/** Writes a file whose time says no more than the file itself: the beginning of its month. */
async function writeShare(file: string, share: Share, overwrite: boolean): Promise<void> {
  await writeNew(file, shareJson(share), overwrite);
  const month = parseAuditTime(`${share.month}-01`);
  await utimes(file, month, month);
}

function parseMinCell(text: string): number {
  const { least, most } = MIN_CELL;
  const size = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (size >= least && size <= most) return size;
  throw new UserError({
    code: "bad_option",
    what: `--min-cell ${quoted(text)} is not a whole number from ${least} to ${most}.`,
    ...(size > 0 && size < least
      ? { why: "Below 3 nothing would be hidden: only 1 lies between 0 and 2." }
      : {}),
    fix: "5 is usual where figures are published.",
  });
}

function leftOutTexts(shared: readonly SharedMember[]): string[] {
  const counts = new Map<string, number>();
  for (const { leftOut } of shared) for (const id of leftOut) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].map(
    ([id, count]) =>
      `Left out${shared.length === 1 ? "" : ` of ${counted(count, "file")}`}: ${id}. The accounts of the organization are` +
      " judged with different parameters, so its counts compare with nobody's; --set or --config can give all the same.",
  );
}

function bothChosen(): UserError {
  return badOption("--all and --organization exclude each other.");
}

function allToOne(): UserError {
  return badOption(
    "--all writes a file for each organization, so --out - has no place for them.",
    "Name a new folder: --out DIR.",
  );
}
