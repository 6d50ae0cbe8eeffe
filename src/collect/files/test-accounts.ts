import type { SqlRow } from "../../engine/engine.js";
import { ACCOUNT, collectionJson, csv, inAccount, type ReportRow, reportJson, root } from "./test-report.js";
import { type Reading, readFiles } from "./test-support.js";

/** When the reports of these accounts were made, and one hour before and after it. */
export const MADE = "2026-11-20T08:00:00Z";
export const BEFORE = "2026-11-20T07:00:00Z";
export const AFTER = "2026-11-20T09:00:00Z";

/** What was collected of an account; ARNs name `ACCOUNT`. */
export interface Scenario {
  readonly rows: readonly ReportRow[];
  /** Users of its authorization details, or the text of the file. */
  readonly details?: readonly object[] | string;
  /** Its virtual MFA devices. */
  readonly devices?: readonly object[];
  /** When the details were collected, as collection.json tells it. */
  readonly collectedAt?: string;
  /** When its report was made; null: nobody says. */
  readonly generatedAt?: string | null;
}

export interface Accounts<Name extends string> {
  readonly reading: Reading;
  id(name: Name): string;
  usersOf(name: Name): readonly SqlRow[];
  /** The one user of an account; throws unless there is exactly one. */
  only(name: Name): SqlRow;
}

/** Reads all scenarios at once, each as an account of its own: a reading takes its time, an account hardly any. */
export async function readAccounts<Name extends string>(
  scenarios: Readonly<Record<Name, Scenario>>,
): Promise<Accounts<Name>> {
  const names = Object.keys(scenarios) as Name[];
  const id = (name: Name) => String(500_000_000_000 + names.indexOf(name));
  const files = names.flatMap((name) =>
    Object.entries(filesOf(scenarios[name], id(name))).map(([file, text]) => [`${id(name)}/${file}`, text]),
  );
  const reading = await readFiles(Object.fromEntries(files), { asOf: "2026-11-20T12:00:00Z" });
  const usersOf = (name: Name) => reading.users.filter(({ account_id }) => account_id === id(name));
  const only = (name: Name) => {
    const [one, ...more] = usersOf(name);
    if (one === undefined || more.length > 0) throw new Error(`${name} has ${more.length + 1} users`);
    return one;
  };
  return { reading, id, usersOf, only };
}

function filesOf(scenario: Scenario, accountId: string): Record<string, string> {
  const { rows, details, devices, collectedAt, generatedAt = MADE } = scenario;
  const report = csv(inAccount(accountId, [root(), ...rows]));
  const evidence = [["authorization_details", "ok", collectedAt ?? "", { file: "details.json" }]] as const;
  const files: Record<string, string | undefined> = {
    "credential-report.json": generatedAt === null ? report : reportJson(report, generatedAt),
    "details.json": typeof details === "object" ? JSON.stringify({ UserDetailList: details }) : details,
    "devices.json": devices && JSON.stringify({ VirtualMFADevices: devices }),
    "collection.json": collectedAt && collectionJson(accountId, evidence),
  };
  const there = Object.entries(files).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, text] as const],
  );
  return Object.fromEntries(there.map(([name, text]) => [name, text.replaceAll(ACCOUNT, accountId)]));
}
