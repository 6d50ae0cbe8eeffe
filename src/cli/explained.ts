import { userIdentity, userRisk } from "../analyse/risk/user-risk.js";
import { textOf } from "../engine/row-values.js";
import { explainMfa } from "../explain/explain-mfa.js";
import { explainUser } from "../explain/explain-user.js";
import { explanation } from "../explain/explanation.js";
import type { FoundUser } from "../explain/find-subject.js";
import { rootIdentity } from "../explain/root-identity.js";
import type { Explanation } from "../model/results/explanation.js";
import type { Context } from "./command.js";
import { type SameChoice, sameFindings } from "./finding-options.js";
import type { OpenedPlan } from "./judge-run.js";
import type { ExceptionChoice } from "./named-exceptions.js";
import { riskContext } from "./risk-context.js";
import { userVerdicts } from "./user-verdicts.js";

/** What decides the verdicts on a user. */
export type ExplainChoice = ExceptionChoice & SameChoice;

/** Everything about a user of an opened snapshot. */
export async function explained(
  opened: OpenedPlan,
  user: FoundUser,
  values: ExplainChoice,
  context: Context,
): Promise<Explanation> {
  const { engine } = opened;
  const facts = await explainUser(engine, user);
  const asOf = opened.auditTime(user.accountId);
  const reckoning = await riskContext(engine, values.config);
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
    snapshot_id: snapshotOf(opened, user.accountId),
    verdicts: await userVerdicts(opened, user, { ...values, again: sameFindings(values), place }, context),
    effective_mfa: isRoot ? null : await explainMfa(engine, user, asOf),
    identity,
    risk: await userRisk(engine, reckoning, user.arn),
  };
  return explanation(facts, parts, asOf);
}

/** The snapshot that an account is shown from. */
function snapshotOf({ picture, manifest }: OpenedPlan, accountId: string): string {
  const part = picture.parts.find(({ accounts }) => accounts?.includes(accountId));
  return (part?.manifest ?? manifest).snapshot_id;
}
