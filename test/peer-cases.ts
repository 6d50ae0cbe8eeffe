import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";

/** The tools whose checks and test cases were read. */
export const PEERS = ["prowler", "cloudsploit", "steampipe"] as const;
export type Peer = (typeof PEERS)[number];

/**
 * What a peer says, in our words as far as it has one of them: `warn` is the lesser kind of fail, `manual` asks a person to
 * look, `info` and `skip` are neither good nor bad, `nothing` reports nothing at all.
 */
const verdict = z.enum([
  "pass",
  "fail",
  "unknown",
  "not_applicable",
  "warn",
  "manual",
  "info",
  "skip",
  "nothing",
]);
type Verdict = z.output<typeof verdict>;

const peerCase = z.strictObject({
  control: z.string(),
  input: z.string(),
  /** Documents by their place in the folder of the account; those of a second account begin with `OTHER/`. */
  documents: z.record(z.string(), z.unknown()).default({}),
  /** Rows of a credential report; what a row leaves out is nothing special. */
  report: z.array(z.record(z.string(), z.string())).optional(),
  /** Lists of the authorization details; those that are left out are empty. */
  iam: z.record(z.string(), z.array(z.unknown())).optional(),
  we: verdict,
  prowler: verdict.optional(),
  cloudsploit: verdict.optional(),
  steampipe: verdict.optional(),
  /** Why a peer says something else; exactly where one does. */
  why: z.string().optional(),
});
export type PeerCase = z.output<typeof peerCase>;

const peerFile = z.strictObject({
  service: z.string(),
  /** The checks that were compared, by our control. */
  checks: z.record(z.string(), z.strictObject({ ...names() })),
  shared: z.unknown().optional(),
  cases: z.array(peerCase),
});
export type PeerFile = z.output<typeof peerFile>;

function names() {
  return {
    prowler: z.string().optional(),
    cloudsploit: z.string().optional(),
    steampipe: z.string().optional(),
  };
}

/** The cases of every service, as test/fixtures/peers/ has them. */
export function peerFiles(): PeerFile[] {
  const folder = fileURLToPath(new URL("fixtures/peers/", import.meta.url));
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) =>
      peerFile.parse(parse(readFileSync(folder + name, "utf8"), { maxAliasCount: -1, merge: true })),
    );
}

/** The peers that say something else than we do. */
export function differing(one: PeerCase): Peer[] {
  return PEERS.filter((peer) => one[peer] !== undefined && alike(one[peer]) !== alike(one.we));
}

function alike(said: Verdict): string {
  if (said === "warn") return "fail";
  if (said === "manual") return "unknown";
  return said === "skip" || said === "nothing" ? "not_applicable" : said;
}
