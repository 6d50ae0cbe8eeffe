import type { Engine, SqlRow } from "../../engine/engine.js";
import { numberOf, textOf } from "../../engine/row-values.js";
import { stringLiteral } from "../../engine/sql.js";
import type { CredentialRisk, UserIdentity, UserRisk } from "../../model/results/explanation.js";
import { USER_KINDS } from "../../model/user-kind.js";
import { riskColumns } from "../fixes/states.js";
import { ownerColumns } from "../people/owners.js";
import { credentialRisksSql, type RiskContext } from "./credential-risks.js";

/** The risk of one user of an opened snapshot; a user without password and active key has no risk. */
export async function userRisk(engine: Engine, context: RiskContext, arn: string): Promise<UserRisk> {
  const { r_0: risk } = riskColumns(context.model);
  const rows = await engine.all(
    `SELECT c.*, ${risk} AS risk FROM (${credentialRisksSql(context)}) c WHERE c.arn = ${stringLiteral(arn)} ORDER BY c.slot NULLS FIRST`,
  );
  const credentials = rows.map((row) => credentialRisk(row, context));
  const emergency = context.model.emergencies.find(({ id }) => rows.some((row) => row.emergency === id));
  return {
    points: rows.reduce((sum, row) => sum + Number(row.risk), 0) / 100,
    emergency: emergency === undefined ? null : { id: emergency.id, title: emergency.title },
    credentials,
  };
}

function credentialRisk(row: SqlRow, { model }: RiskContext): CredentialRisk {
  const factors = model.factors.flatMap(({ id, ease, text }, number) =>
    Number(row[`ease_${number}`]) > 0 ? [{ id, ease: ease / 1000, text }] : [],
  );
  const thousandths = model.factors.reduce((sum, _, number) => sum + Number(row[`ease_${number}`]), 0);
  const without = Number(row.gain_no_mfa);
  const withMfa = Number(row.gain_mfa);
  return {
    credential: String(row.credential),
    slot: numberOf(row.slot),
    points: Number(row.risk) / 100,
    gain_without_mfa: without,
    gain_with_mfa: withMfa,
    gain: Math.round(1000 * without + model.with_mfa * Math.max(0, withMfa - without)) / 1000,
    ease: thousandths / 1000,
    factors,
    certainty: Number(row.certainty) / 1000,
  };
}

/** Person or program, and whose it is. */
export async function userIdentity(
  engine: Engine,
  { kinds, owners, dialect }: RiskContext,
  arn: string,
): Promise<UserIdentity> {
  const kind = kinds.columns(dialect);
  const owner = ownerColumns(owners, dialect);
  const [row = {}] = await engine.all(
    `SELECT ${kind.kind} AS kind, ${kind.kind_signals} AS signals, ${owner.owner} AS owner, ${owner.owner_from} AS owner_from` +
      ` FROM iam_users u LEFT JOIN accounts a ON a.account_id = u.account_id WHERE u.arn = ${stringLiteral(arn)}`,
  );
  return {
    kind: USER_KINDS.find((one) => one === row.kind) ?? "unclear",
    reasons: kinds.reasons(textOf(row.signals) ?? ""),
    owner: textOf(row.owner),
    owner_from: textOf(row.owner_from),
  };
}
