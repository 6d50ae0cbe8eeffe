import type { Control } from "../assess/control.js";
import { lackingSql } from "../assess/missing-evidence.js";
import type { JudgePlan } from "../assess/plan.js";
import type { Engine } from "../engine/engine.js";
import { stringLiteral } from "../engine/sql.js";
import type { JudgedControls, LeftControls, WantedEvidence } from "../model/results/judged.js";
import type { Prevalence } from "../model/results/prevalence.js";
import { sourceOf } from "../sources/index.js";

/** Which controls could be judged over an opened snapshot, and what the others want, most wanted first. */
export async function judgedControls(
  engine: Engine,
  { controls }: JudgePlan,
  prevalence: readonly Prevalence[],
  left: readonly Control[],
): Promise<JudgedControls> {
  const open = new Set(prevalence.flatMap(({ control_id: id, unknown }) => (unknown > 0 ? [id] : [])));
  const lacking = controls.filter(({ declaration }) => open.has(declaration.id));
  const parts = lacking.map(
    (control) =>
      `SELECT ${stringLiteral(control.declaration.id)} AS control, missing, count(DISTINCT account_id) AS accounts` +
      ` FROM (${lackingSql(control)}) GROUP BY missing`,
  );
  const rows = parts.length === 0 ? [] : await engine.all(parts.join(" UNION ALL "));
  const wants = new Map<string | null, { controls: string[]; accounts: number }>();
  const want = (missing: string | null, control: string, accounts: number) => {
    const known = wants.get(missing);
    if (known === undefined) wants.set(missing, { controls: [control], accounts });
    else {
      known.controls.push(control);
      known.accounts = Math.max(known.accounts, accounts);
    }
  };
  for (const { declaration } of lacking) {
    const own = rows.filter(({ control }) => control === declaration.id);
    for (const { missing, accounts } of own) want(String(missing), declaration.id, Number(accounts));
    if (own.length === 0) want(null, declaration.id, 0);
  }
  const whole = controls.length - lacking.length;
  return { controls: controls.length, whole, wants: sorted(wants), left: byEntity(left) };
}

function byEntity(left: readonly Control[]): LeftControls[] {
  const kinds = new Map<string, string[]>();
  for (const { declaration, entity } of left) {
    // Of what is judged in every audit it is only credentials that may be not collected.
    const [credential] = entity.core === true ? declaration.credentials : [];
    const of = credential === undefined ? entity.words.many : `${credential.replaceAll("_", " ")}s`;
    kinds.set(of, [...(kinds.get(of) ?? []), declaration.id]);
  }
  return [...kinds].map(([of, controls]) => ({ of, controls }));
}

/** What gets evidence of a kind. */
function commandFor(kind: string): string | null {
  const { asked, command } = sourceOf(kind) ?? {};
  return asked === "full" ? "iamspect audit --full" : (command ?? null);
}

function sorted(
  wants: ReadonlyMap<string | null, Pick<WantedEvidence, "controls" | "accounts">>,
): WantedEvidence[] {
  return [...wants]
    .map(([missing, { controls, accounts }]) => {
      return { missing, controls, accounts, command: missing === null ? null : commandFor(missing) };
    })
    .sort((a, b) => b.controls.length - a.controls.length || b.accounts - a.accounts);
}
