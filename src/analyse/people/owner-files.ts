import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { readYaml } from "../../model/read-yaml.js";
import { UserError } from "../../model/user-error.js";
import { type OwnerRule, ownerRuleSchema } from "./owners.js";

/** An entry of `owners` that takes in a file: YAML with rules, or CSV with the columns owner and account_id or arn. */
export const ownerEntrySchema = z.union([z.strictObject({ file: z.string().min(1) }), ownerRuleSchema]);
export type OwnerEntry = z.output<typeof ownerEntrySchema>;

/** A file of owners in YAML. */
export const ownersFileSchema = z.strictObject({ version: z.literal(1), owners: z.array(ownerRuleSchema) });

/** The entries with their files taken in, in their place. Throws a `UserError` that names file and line. */
export async function readOwnerFiles(entries: readonly OwnerEntry[]): Promise<OwnerRule[]> {
  const rules = await Promise.all(entries.map((one) => ("file" in one ? readOwners(one.file) : [one])));
  return rules.flat();
}

async function readOwners(file: string): Promise<OwnerRule[]> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new UserError({
      code: "no_owners_file",
      what: `The file of owners ${file} cannot be read.`,
      why: cause instanceof Error ? cause.message : String(cause),
      fix: "Correct its name under `owners` in iamspect.yaml.",
      cause,
    });
  });
  if (/\.ya?ml$/i.test(file)) return readYaml(ownersFileSchema, text, file, "bad_owners").owners;
  return csvRules(text, file);
}

/** Rows with the same owner become one rule, so that a long file stays a short query. */
function csvRules(text: string, file: string): OwnerRule[] {
  const accounts = new Map<string, string[]>();
  const users = new Map<string, string[]>();
  for (const [index, row] of parseRows(text, file).entries()) {
    const { owner, account_id: account, arn } = row;
    if (!owner || !(account || arn)) {
      throw badRow(file, index + 2, "owner, and account_id or arn, must be there");
    }
    const known = arn ? users : accounts;
    // Spreadsheets take the leading zeros of an account id away.
    known.set(owner, [...(known.get(owner) ?? []), arn || String(account).padStart(12, "0")]);
  }
  return [
    ...[...users].map(([owner, arn]) => ({ owner, arn })),
    ...[...accounts].map(([owner, account]) => ({ owner, account })),
  ];
}

function parseRows(text: string, file: string): Partial<Record<string, string>>[] {
  try {
    return parse(text, { columns: true, bom: true, skip_empty_lines: true, trim: true }) as Partial<
      Record<string, string>
    >[];
  } catch (cause) {
    throw badRow(file, undefined, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function badRow(file: string, line: number | undefined, why: string, cause?: unknown): UserError {
  return new UserError({
    code: "bad_owners",
    what: `${line === undefined ? file : `${file}:${line}`} is not a valid list of owners.`,
    why,
    fix: "A CSV of owners has a header and the columns owner and account_id, or owner and arn.",
    cause,
  });
}
