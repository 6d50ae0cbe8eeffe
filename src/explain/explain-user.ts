import type { Engine, SqlRow } from "../engine/engine.js";
import { stringLiteral } from "../engine/sql.js";
import type { Credential } from "../model/results/explanation.js";
import { entityOf } from "../sources/tables.js";
import type { FoundUser } from "./find-subject.js";
import { timeLine } from "./time-line.js";

/** Everything a snapshot says about one user or root user, but for the verdicts. */
export interface UserFacts {
  readonly kind: FoundUser["kind"];
  /** Its row of the table iam_users or root_users. */
  readonly user: SqlRow;
  /** The row of its account in the table accounts; empty where that is not there. */
  readonly account: SqlRow;
  /** The oldest first. */
  readonly credentials: readonly Credential[];
  /** What evidence there is on its account: rows of the table coverage. */
  readonly evidence: readonly SqlRow[];
}

/** Reads what an opened snapshot says about a user that `findSubjects` found. */
export async function explainUser(engine: Engine, { accountId, arn, kind }: FoundUser): Promise<UserFacts> {
  const account = `account_id = ${stringLiteral(accountId)}`;
  const [user = {}] = await engine.all(
    `SELECT * FROM ${entityOf(kind).name} WHERE ${account} AND arn = ${stringLiteral(arn)}`,
  );
  const [accountRow = {}] = await engine.all(`SELECT * FROM accounts WHERE ${account}`);
  const evidence = await engine.all(`SELECT * FROM coverage WHERE ${account} ORDER BY kind`);
  return { kind, user, account: accountRow, credentials: await timeLine(engine, accountId, arn), evidence };
}
