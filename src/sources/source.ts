import type { AwsClients } from "../aws/aws-clients.js";
import type { FailedCoverage } from "../aws/coverage-of.js";
import type { DuckDBEngine } from "../engine/duckdb/open.js";
import type { EvidenceRecord } from "../model/collection.js";
import type { Table } from "../model/table.js";
import type { Generation } from "./credential-report/generation.js";
import type { Reader } from "./document.js";
import type { Evidence } from "./evidence.js";
import type { OrganizationContext } from "./organization/context.js";
import type { Probes } from "./probes.js";

/** The clock, which is injected so that nothing else reads the time and tests need not wait. */
export interface Clock {
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** What asking for evidence came to: the document for its file, or why there is none; `not_collected`: there is nobody to ask. */
export type Outcome =
  | {
      readonly status: "ok";
      readonly document: unknown;
      readonly detail?: string;
      /** How the other kinds of the source ended, where that is not `ok`: what fills its elements. */
      readonly gaps?: ReadonlyMap<string, FailedCoverage>;
    }
  | { readonly status: "not_collected"; readonly detail: string }
  | (FailedCoverage & {
      /** How the other kinds of the source ended, where they have reasons of their own. */
      readonly gaps?: ReadonlyMap<string, FailedCoverage>;
    });

export interface LiveContext extends Clock {
  readonly clients: AwsClients;
  /** Only these Regions are asked; left out: all that the account has enabled. */
  readonly regions?: readonly string[] | undefined;
  /** How long to wait for the credential report, and how an earlier request for it ended. */
  readonly reportTimeoutSeconds: number;
  readonly asked?: Generation | undefined;
  /** Tells people what is being waited for. */
  readonly note: (text: string) => void;
}

/** The smallest requests that show whether each action is allowed: what `doctor` tries. */
export type Probe = (probes: Probes) => Promise<void>;

/** How evidence is got from an account, with real requests. Nothing of the AWS SDK is loaded before. */
export interface Calls {
  readonly collect: (context: LiveContext) => Promise<Outcome>;
  readonly probe: Probe;
}

/** What an organization delivered: documents by their files, and how each kind ended. */
export interface OrganizationOutcome {
  readonly documents: Readonly<Record<string, unknown>>;
  readonly records: readonly Omit<EvidenceRecord, "collected_at">[];
}

/** Actions of IAM policies that belong together. */
export interface Grant {
  /** The Sid of their statement. */
  readonly statement: string;
  /** Each action, as IAM policies write it, and what its answer is needed for. */
  readonly actions: Readonly<Record<string, string>>;
  /** Where they are allowed; without it where the source is read. */
  readonly scope?: "account" | "organization";
  /** The option that needs them; none: every run of their scope does. */
  readonly option?: "aggregator" | "fresh" | "full" | "root" | "tags";
  /** What they are done to: everything, the audit role of any account, the root user of any account. */
  readonly target?: "audit_role" | "root_user";
  /** What is missing without any of them; without it the kinds of the source. */
  readonly delivers?: readonly string[];
}

/** What is known when all files were read. */
export interface Joining {
  readonly engine: DuckDBEngine;
  readonly evidence: Evidence;
  /** The audit time: epoch seconds. */
  readonly asOf: number;
  /** When the credential report of an account was made, or the newest event in it: it cannot be older. */
  readonly reportAt: ReadonlyMap<string, number>;
  /** Runs a statement that changes rows of the table `report_table`: `report_rows` shows them, but may show files, too. */
  readonly changeReports: (sql: string) => Promise<void>;
}

/**
 * A kind of evidence, declared once: what it needs, how it is collected and how its documents are read. Everything that
 * knows of kinds derives from this; `index.ts` lists them all.
 */
export interface Source<Kind extends string = string> {
  /** The kinds of evidence it delivers: coverage has a row of each. Its documents are the first; others fill their elements. */
  readonly kinds: readonly Kind[];
  /**
   * What it is read of: each account, each Region of an account, or the organization. Of an organization's evidence an
   * account is asked only where nobody else can tell.
   */
  readonly scope: "account" | "region" | "organization";
  /** Who asks AWS for it: only a run with --full; left out: every run. */
  readonly asked?: "full";
  /** The files that a collection writes of it; the first holds what `live` delivers. */
  readonly files: readonly string[];
  /** The command that gets it where nothing is collected live: its output is a file that is read, or it collects by itself. */
  readonly command?: string;
  /** What the AWS CLI prints where an account has none of it, and the document that says so. */
  readonly none?: { readonly error: RegExp; readonly document: unknown };
  /** SQL over the account `a`: where it holds, nothing rests on the evidence. */
  readonly unneeded?: string;
  readonly permissions: readonly Grant[];
  /** How its documents are read: as AWS's API and the AWS CLI print them, and as `collect` merges their pages. */
  readonly documents: readonly Reader[];
  /** The tables that its documents fill. */
  readonly tables?: readonly Table[];
  readonly live?: Calls;
  /** Of a Region's evidence: the Regions that the account has enabled, or why they are not known. */
  readonly regions?: (context: LiveContext) => Promise<readonly string[] | FailedCoverage>;
  /** What is tried of an account beside `live`. */
  readonly probe?: Probe;
  /** Evidence of a whole organization, read by its management account or a delegated administrator. */
  readonly organization?: {
    readonly collect: (context: OrganizationContext) => Promise<OrganizationOutcome>;
    readonly probe: Probe;
  };
  /** When all documents were read, and before coverage is settled: what only all of them together tell. */
  readonly settle?: (evidence: Evidence) => void;
  /** When the rows are in the engine, beside those of the credential report. Gives notes for people. */
  readonly join?: (joining: Joining) => Promise<readonly string[]>;
  /** SELECTs of the tables that are joined from several documents; the others are written as they were filled. */
  readonly queries?: (joining: Joining) => Promise<Readonly<Record<string, string>>>;
}

export function defineSource<const Kind extends string>(source: Source<Kind>): Source<Kind> {
  return source;
}

/** Actions of one statement, each with what its answer is needed for. */
export function grants(statement: string, actions: Grant["actions"], more: Partial<Grant> = {}): Grant[] {
  return [{ statement, actions, ...more }];
}
