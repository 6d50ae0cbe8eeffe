import { userIdentity, userRisk } from "../analyse/risk/user-risk.js";
import { openDuckDB } from "../engine/duckdb/open.js";
import { textOf } from "../engine/row-values.js";
import { explainMfa } from "../explain/explain-mfa.js";
import { explainUser } from "../explain/explain-user.js";
import { explanation } from "../explain/explanation.js";
import type { FoundUser } from "../explain/find-subject.js";
import { rootIdentity } from "../explain/root-identity.js";
import type { Manifest } from "../lake/manifest.js";
import type { Explanation } from "../model/results/explanation.js";
import type { Context } from "./command.js";
import { type SameChoice, sameFindings } from "./finding-options.js";
import { openForJudging } from "./judge-run.js";
import type { ExceptionChoice } from "./named-exceptions.js";
import { riskContext } from "./risk-context.js";
import { userVerdicts } from "./user-verdicts.js";
import type { Shown } from "./with-snapshot.js";

/** What decides the verdicts on a user. */
export type ExplainChoice = ExceptionChoice & SameChoice;

/** Everything about a user of an opened snapshot. */
export async function explained(
  opened: Shown,
  user: FoundUser,
  values: ExplainChoice,
  context: Context,
): Promise<Explanation> {
  const { manifest, whole } = snapshotOf(opened, user.accountId);
  if (whole) return await explainedIn(opened, user, values, context);
  // Its roles and the policies of its organization are those of its own snapshot.
  const engine = await openDuckDB();
  try {
    const own = await openForJudging({ engine, lake: opened.lake, manifest }, opened.choice, context);
    return await explainedIn({ ...own, choice: opened.choice }, user, values, context);
  } finally {
    engine.close();
  }
}

async function explainedIn(
  opened: Omit<Shown, "head">,
  user: FoundUser,
  values: ExplainChoice,
  context: Context,
): Promise<Explanation> {
  const { engine } = opened;
  const facts = await explainUser(engine, user);
  const asOf = opened.auditTime(user.accountId);
  const reckoning = await riskContext(engine, opened.choice.config);
  const isRoot = user.kind === "root_user";
  const identity = isRoot
    ? await rootIdentity(engine, reckoning.owners, user.accountId)
    : await userIdentity(engine, reckoning, user.arn);
  const place = {
    account_name: textOf(facts.account.name),
    ou_path: textOf(facts.account.ou_path),
    owner: identity.owner,
  };
  const parts = {
    snapshot_id: opened.manifest.snapshot_id,
    verdicts: await userVerdicts(opened, user, { ...values, again: sameFindings(values), place }, context),
    effective_mfa: isRoot ? null : await explainMfa(engine, user, asOf),
    identity,
    risk: await userRisk(engine, reckoning, user.arn),
  };
  return explanation(facts, parts, asOf);
}

/** The snapshot that an account is shown from, and whether that is all that is opened. */
function snapshotOf(
  { picture, manifest }: Shown,
  accountId: string,
): { readonly manifest: Manifest; readonly whole: boolean } {
  const part = picture.parts.find(({ accounts }) => accounts?.includes(accountId));
  return { manifest: part?.manifest ?? manifest, whole: picture.parts.length === 1 };
}
