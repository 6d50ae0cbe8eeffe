import type { coverage } from "../../entities/coverage.js";
import type { EvidenceRecord } from "../../model/collection.js";
import { firstOf } from "../../model/listed.js";
import type { Problem } from "../../model/problem.js";
import type { RowOf } from "../../model/table.js";
import type { Evidence } from "../../sources/evidence.js";

/** So many reasons are told: AWS may put another number into each message. */
const MOST_REASONS = 20;
const MOST_NAMES = 3;

/** An account or organization, and what is told of its evidence. */
interface Told {
  readonly name: string;
  readonly evidence: readonly EvidenceRecord[];
}

/** Why evidence is missing, as those say who collected it: a line a reason, however many accounts have it. */
export function missingNotes({ collections, organizationCollections }: Evidence): string[] {
  const told: Told[] = [
    ...[...organizationCollections.values()].map(({ org_id: name, evidence }) => ({ name, evidence })),
    ...[...collections.values()].map(({ account_id: name, evidence }) => ({ name, evidence })),
  ];
  const reasons = new Map<string, { kinds: Set<string>; names: Set<string> }>();
  for (const { name, evidence } of told) {
    for (const { kind, region, status, detail = "" } of evidence) {
      if (status === "ok" || status === "not_collected") continue;
      const reason = [status, ...(detail === "" ? [] : [detail.replaceAll(name, "ACCOUNT")])].join(": ");
      const { kinds, names } = reasons.get(reason) ?? { kinds: new Set(), names: new Set() };
      kinds.add(kind);
      names.add(region === undefined ? name : `${name} ${region}`);
      reasons.set(reason, { kinds, names });
    }
  }
  const lines = [...reasons].map(
    ([reason, { kinds, names }]) => `missing: ${some(kinds)} of ${some(names)}: ${reason}`,
  );
  const rest = lines.length - MOST_REASONS;
  return [...lines.slice(0, MOST_REASONS), ...(rest > 0 ? [`... and ${rest} more reasons.`] : [])];
}

/** Credential reports that AWS could not be made to make anew: they tell of an earlier time than was asked for. */
export function oldReports({ collections }: Evidence): Problem[] {
  return [...collections.values()].flatMap(({ account_id, evidence }) =>
    evidence.flatMap(({ kind, status, detail }) =>
      kind === "credential_report" && status === "ok" && detail !== undefined
        ? [{ source: account_id, what: detail, fix: "What happened since then is not known." }]
        : [],
    ),
  );
}

/** Regions that were left out on request: of what is there nothing is known, and nothing is counted as missing. */
export function narrowedNotes({ collections }: Evidence): string[] {
  const narrowed = [...collections.values()].flatMap(({ regions }) => regions ?? []);
  if (narrowed.length === 0) return [];
  const names = [...new Set(narrowed)].sort().join(", ");
  return [`Only these Regions were asked, as was wanted: ${names}. Of what is in others nothing is known.`];
}

/** Accounts of which something is known by Region, and not which Regions they have enabled: what is in others nobody sees. */
export function regionNotes(evidence: Evidence, rows: readonly RowOf<typeof coverage>[]): string[] {
  const asked = new Set(
    [...evidence.collections.values()].flatMap((one) => (one.regions === undefined ? [] : [one.account_id])),
  );
  const unknown = new Set(
    rows.flatMap(({ account_id: id, region }) =>
      id !== null && region && evidence.regionsOf(id).size === 0 && !asked.has(id) ? [id] : [],
    ),
  );
  if (unknown.size === 0) return [];
  return [
    `Which Regions are enabled is not known of ${some(unknown)}: of what is in others than those given nothing is known. Give regions.json (aws ec2 describe-regions), too.`,
  ];
}

function some(names: ReadonlySet<string>): string {
  const most = names.size === MOST_NAMES + 1 ? names.size : MOST_NAMES;
  return firstOf([...names].sort(), most);
}
