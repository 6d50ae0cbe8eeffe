import { type Evidence, keptBy } from "../evidence.js";
import { OF_SETS, SETS } from "./kinds.js";

interface Seen {
  readonly account: string;
  readonly region: string;
  readonly arn: string;
  readonly owner: string | null;
}

/** The instances that accounts see, and which accounts told of the permission sets of which instance. */
export const told = keptBy(() => ({ instances: [] as Seen[], readers: new Set<string>() }));

export function readerOf(instance: string, account: string): string {
  return `${instance} ${account}`;
}

/**
 * AWS refuses the permission sets of an organization to an account that is no delegated administrator, whatever its role may.
 * That is no gap where another account told of them, or where the organization says that this account is none.
 */
export function settleGaps(evidence: Evidence): void {
  const { instances, readers } = told(evidence);
  const read = new Set([...readers].map((reader) => reader.split(" ")[0] ?? ""));
  const isGap = ({ account, arn, owner }: Seen) => {
    if (owner === null) return true;
    if (owner === account) return !readers.has(readerOf(arn, account));
    return !read.has(arn) && evidence.membership.isDelegated(account) !== false;
  };
  const gaps = new Set(instances.filter(isGap).map(({ account, region }) => `${account} ${region}`));
  for (const place of new Set(instances.map(({ account, region }) => `${account} ${region}`))) {
    const [account = "", region = ""] = place.split(" ");
    if (!gaps.has(place)) forgive(evidence, account, region);
  }
}

function forgive(evidence: Evidence, account: string, region: string): void {
  const collection = evidence.collections.get(account);
  if (collection === undefined) return;
  const here = collection.evidence.filter((record) => record.region === region && record.status === "denied");
  const list = here.find(({ kind }) => kind === SETS);
  const records = collection.evidence.map((record) => {
    // What was refused of an element that was listed has a reason of its own, and stays.
    const refused = here.includes(record) && OF_SETS.includes(record.kind) && record.detail === list?.detail;
    if (list === undefined || !refused) return record;
    evidence.found(account, record.kind, region);
    return { ...record, status: "ok" as const, detail: "other accounts administer the instance" };
  });
  evidence.collections.set(account, { ...collection, evidence: records });
}
