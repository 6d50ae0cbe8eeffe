import type { Check } from "../check.js";

/** A statement of an IAM policy, in the order in which AWS's own examples write its members. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

/** A policy that allows what was denied, and where it is to be attached. */
export interface MissingPolicy {
  /** `organization`: to whoever runs iamspect; `account`: to whoever reads the account, such as its audit role. */
  readonly scope: "account" | "organization";
  readonly account_ids: readonly string[];
  readonly policy: PolicyDocument;
}

/** What an audit would lack, and the policies that grant it. */
export interface DoctorResult {
  readonly checks: readonly Check[];
  readonly policies: readonly MissingPolicy[];
}
