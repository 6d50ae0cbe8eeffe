import { numberOf } from "../engine/row-values.js";
import type { ParameterValue } from "../model/control.js";
import { statusOf } from "../model/status.js";
import { accountValues } from "./account-values.js";
import { parseEvidence } from "./evidence-json.js";
import type { ParameterValues } from "./parameters.js";
import type { JudgePlan } from "./plan.js";
import { type ReasonSource, reasonText } from "./reason.js";

type Values = readonly (readonly [name: string, value: ParameterValue])[];

/** What makes reasons of a control's findings, as data that can be sent to another process. */
interface ReasonPage extends ReasonSource {
  readonly common: Values;
  readonly special: Readonly<Record<string, Values>>;
}
export type ReasonBook = Readonly<Record<string, ReasonPage>>;

/** All that the reasons of a plan's findings are made of, by the id of the control. */
export function reasonBook(plan: JudgePlan): ReasonBook {
  const pages = plan.controls.map((control) => {
    const { declaration, entity } = control;
    const { common, special } = accountValues(plan, control);
    const page: ReasonPage = {
      declaration: { reason: declaration.reason },
      entity: { words: entity.words, columns: entity.columns },
      common: [...common],
      special: Object.fromEntries([...special].map(([account, values]) => [account, [...values]])),
    };
    return [declaration.id, page] as const;
  });
  return Object.fromEntries(pages);
}

/** What a reason is made from, in the order in which SQL hands it over; all of it as text. */
export const REASON_COLUMNS = [
  "control_id",
  "status",
  "account_id",
  "subject_arn",
  "subject_kind",
  "credential",
  "slot",
  "aged_from",
  "as_of",
  "evidence",
] as const;
type ReasonColumn = (typeof REASON_COLUMNS)[number];

/** Makes the reason of a finding of its columns. Null where the book has not the control. */
export function bookReason(book: ReasonBook): (values: readonly (string | null)[]) => string | null {
  const pages = new Map(Object.entries(book).map(([id, page]) => [id, opened(page)]));
  return (values) => {
    const of = (column: ReasonColumn) => values[REASON_COLUMNS.indexOf(column)] ?? null;
    const page = pages.get(String(of("control_id")));
    if (page === undefined) return null;
    const accountId = String(of("account_id"));
    return reasonText(page.source, {
      status: statusOf(of("status")),
      accountId,
      subjectArn: String(of("subject_arn")),
      subjectKind: String(of("subject_kind")),
      credential: of("credential"),
      slot: numberOf(of("slot")),
      agedFrom: numberOf(of("aged_from")),
      asOf: Number(of("as_of")),
      evidence: parseEvidence(of("evidence")),
      parameters: page.special.get(accountId) ?? page.common,
    });
  };
}

function opened({ common, special, ...source }: ReasonPage) {
  const ofAccounts = Object.entries(special).map(([account, values]): [string, ParameterValues] => [
    account,
    new Map(values),
  ]);
  return { source, common: new Map(common), special: new Map(ofAccounts) };
}
