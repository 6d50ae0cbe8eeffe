import { thousands } from "../model/listed.js";

type RunCounts = Readonly<Record<"underWay" | "failed" | "incomplete" | "calls" | "throttled", number>>;

/** What else there is to say of a run over many accounts: `5 under way, 1 failed, 1,203 calls`. */
export function runText({ underWay, failed, incomplete, calls, throttled }: RunCounts): string {
  const parts = [
    `${underWay} under way`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(incomplete > 0 ? [`${incomplete} incomplete`] : []),
    `${thousands(calls)} calls`,
    ...(throttled > 0 ? [`${thousands(throttled)} throttled`] : []),
  ];
  return parts.join(", ");
}
