import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Dialect } from "../../engine/engine.js";
import { stringLiteral } from "../../engine/sql.js";
import { shippedPath } from "../../model/package.js";
import { readYaml } from "../../model/read-yaml.js";
import { USER_KINDS, type UserKind } from "../../model/user-kind.js";
import { fitMembers, fitsSql } from "./fits.js";
import { isEmptySelector, selectorMembers, selectorSql } from "./selector.js";

const FILE = shippedPath("data/user-kinds.yaml");

const kind = z.enum(["human", "machine"]);

const signal = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/),
  kind,
  weight: z.int().positive(),
  reason: z.string(),
  ...fitMembers,
});

const schema = z.strictObject({
  version: z.literal(1),
  margin: z.int().positive(),
  signals: z.array(signal).min(1),
});
export type KindModel = z.output<typeof schema>;

/** What tells people from machines: `data/user-kinds.yaml`. */
export async function loadKindModel(): Promise<KindModel> {
  return readYaml(schema, await readFile(FILE, "utf8"), FILE);
}

/** An entry of `users` in `iamspect.yaml`: the first that fits decides, whatever the signals say. */
export const kindOverrideSchema = z
  .strictObject({ kind: z.enum(USER_KINDS), ...selectorMembers })
  .refine((one) => !isEmptySelector(one), "says of no user what it is: give name, path, group, tag or arn");
export type KindOverride = z.output<typeof kindOverrideSchema>;

/** Tells people from machines, by signals that are data. */
export class UserKinds {
  private constructor(
    private readonly model: KindModel,
    private readonly overrides: readonly KindOverride[],
  ) {}

  static async load(overrides: readonly KindOverride[] = []): Promise<UserKinds> {
    return new UserKinds(await loadKindModel(), overrides);
  }

  /**
   * Expressions over a row `u` of iam_users joined with its account `a`: `kind`, and `kind_signals`, the ids of the
   * signals that fit, each with a comma behind it.
   */
  columns(dialect: Dialect): Readonly<Record<"kind" | "kind_signals", string>> {
    const ids = this.model.signals.map(
      (one) => `CASE WHEN ${fitsSql(one, dialect)} THEN ${stringLiteral(`${one.id},`)} ELSE '' END`,
    );
    const overridden = this.overridden(dialect, (_, number) => `users[${number}],`);
    return {
      kind: this.kindSql(`(${this.leadSql(dialect)})`, dialect),
      kind_signals: `CASE ${overridden} WHEN TRUE THEN concat(${ids.join(", ")}) END`,
    };
  }

  /** By how much the signals of people outweigh those of machines, as an expression over `u`. */
  leadSql(dialect: Dialect): string {
    const sum = (side: "human" | "machine") =>
      this.model.signals
        .filter((one) => one.kind === side)
        .map((one) => `CASE WHEN ${fitsSql(one, dialect)} THEN ${one.weight} ELSE 0 END`)
        .join(" + ");
    return `(${sum("human")}) - (${sum("machine")})`;
  }

  /** The kind that such a lead tells, or what overrides it: an expression over `u` and its account `a`. */
  kindSql(lead: string, dialect: Dialect): string {
    const { margin } = this.model;
    const overridden = this.overridden(dialect, ({ kind: one }) => one);
    return `CASE ${overridden} WHEN ${lead} >= ${margin} THEN 'human' WHEN ${lead} <= -${margin} THEN 'machine' ELSE 'unclear' END`;
  }

  private overridden(dialect: Dialect, value: (one: KindOverride, number: number) => string): string {
    return this.overrides
      .map((one, number) => `WHEN ${selectorSql(one, dialect)} THEN ${stringLiteral(value(one, number))}`)
      .join(" ");
  }

  /** The signals of `kind_signals` in words. */
  reasons(signals: string): { readonly kind: UserKind; readonly reason: string }[] {
    const ids = signals.split(",").filter((id) => id !== "");
    return ids.flatMap((id) => {
      const override = /^users\[(\d+)\]$/.exec(id);
      const chosen = override === null ? undefined : this.overrides[Number(override[1])];
      if (chosen !== undefined) return [{ kind: chosen.kind, reason: `iamspect.yaml says so (${id})` }];
      const found = this.model.signals.find((one) => one.id === id);
      return found === undefined ? [] : [{ kind: found.kind, reason: found.reason }];
    });
  }
}
