import { thousands } from "../model/listed.js";
import type { Cause, ControlCauses } from "../model/results/causes.js";
import { BURST, isOfAccounts } from "../model/trait-kinds.js";
import { traitWords } from "./trait-words.js";

/**
 * A cause in one sentence, such as "60 % of the users with a key made at set-up (799 of 1,331) were made in 55 bursts in 48
 * accounts: a provisioning script."
 */
export function causeSentence(
  { failing, fail }: Pick<ControlCauses, "failing" | "fail">,
  cause: Cause,
): string {
  const part = `${wholePercent(cause.fail, fail)} of the ${failing} (${thousands(cause.fail)} of ${thousands(fail)})`;
  return `${part} ${carriers(cause)}.`;
}

function carriers(cause: Cause): string {
  const { kind, values, bursts } = cause;
  if (bursts === null) return `${traitWords(kind, values)}${accounts(cause)}`;
  const ofKeys = kind === "key_burst" || kind === "in_key_burst";
  const what = `${bursts === 1 ? "one burst" : `${thousands(bursts)} bursts`} of at least ${BURST.minMembers}`;
  const made = ofKeys ? `have keys made in ${what}` : `were made in ${what}`;
  return `${made}, no more than ${BURST.gapSeconds} seconds apart${accounts(cause)}: ${ofKeys ? "a script that makes keys" : "a provisioning script"}`;
}

/** Where they are, unless the trait says it. */
function accounts({ kind, accounts: count, top_accounts: top }: Cause): string {
  if (kind === "account") return "";
  const [first] = top;
  const where =
    count === 1 && first !== undefined ? `account ${first.account_id}` : `${thousands(count)} accounts`;
  return isOfAccounts(kind) ? ` (${where})` : `, in ${where}`;
}

/** How sure it is and what else is to be said of it, in pieces. */
export function causeDetails(cause: Cause): string[] {
  const { fail, carriers: all, rest_fail: restFail, rest, lift, beyond, unknown, alike } = cause;
  const times = lift === null ? "none of the others do" : `${lift.toFixed(1)} times as often`;
  const first = `${wholePercent(fail, all)} of them fail, of the others ${wholePercent(restFail, rest)} (${times}); p ${pText(cause)}`;
  return [
    first,
    ...likest(alike).map(
      (one) =>
        `the same subjects, by ${wholePercent(one.jaccard, 1)}: they ${traitWords(one.kind, one.values)}`,
    ),
    ...(beyond.fail === fail
      ? []
      : [
          `${thousands(beyond.fail)} of them ${beyond.fail === 1 ? "is" : "are"} in none of the causes above`,
        ]),
    ...(cause.holds_whatever_is_unknown
      ? []
      : [
          `it rests on what is known: with the worst of what is not (${thousands(unknown)} of them), it would not hold`,
        ]),
  ];
}

/** So many other traits of the same subjects are named. */
const LIKEST = 3;

function likest(alike: Cause["alike"]): Cause["alike"] {
  return [...alike].sort((a, b) => b.jaccard - a.jaccard || (a.kind < b.kind ? -1 : 1)).slice(0, LIKEST);
}

function pText({ p_adjusted: p, log10_p_adjusted: log }: Cause): string {
  return p < 1e-6 ? `< 1e${Math.floor(log) + 1}` : String(p);
}

/** 1 of 3 -> "33 %"; what is neither none nor all is never shown as such. */
function wholePercent(part: number, whole: number): string {
  if (whole === 0) return "-";
  const percent = (100 * part) / whole;
  if (percent > 99.5 && percent < 100) return "> 99 %";
  return percent > 0 && percent < 0.5 ? "< 1 %" : `${Math.round(percent)} %`;
}
