import { count, defineTable, flag, text } from "../model/table.js";

/** What the exceptions of a file ask for, a row each. Exactly one of finding_id, resource, user_name and prefix is not NULL. */
export const exceptionRules = defineTable({
  name: "exception_rules",
  doc: "Exceptions, as an engine compares them with subjects and findings.",
  key: ["n"],
  columns: {
    n: count("place of the exception in its file, from 0"),
    id: text("id of the exception"),
    owner: text("who answers for it"),
    ticket: text("where it was discussed; NULL: nowhere"),
    expires: text("the last day it holds, such as 2027-01-31"),
    valid: flag("it holds at the audit time"),
    finding_id: text("the one finding it is for"),
    resource: text("the resource part of the ARNs it is for"),
    user_name: text("the name of the users it is for, whatever their path"),
    prefix: text("pattern: what the resource begins with"),
    suffix: text("pattern: what it ends with"),
    holds: text("pattern: what it must hold besides; NULL: nothing"),
    min_length: count("pattern: its fewest characters"),
    sure: flag("FALSE: these columns say less than the pattern, which has the last word"),
    scope: count("the accounts it is for, in exception_scopes; NULL: all"),
    credential_id: text("the one credential it is for; NULL: all"),
  },
});

/** The controls of each exception that are judged. */
export const exceptionControls = defineTable({
  name: "exception_controls",
  doc: "The controls of each exception, wildcards resolved.",
  key: ["n", "control_id"],
  columns: { n: count("the exception"), control_id: text("id of the control") },
});

/** Accounts that exceptions are for. Exceptions for the same accounts share a scope. */
export const exceptionScopes = defineTable({
  name: "exception_scopes",
  doc: "The accounts, and the first five parts of the ARNs in them, that exceptions are for.",
  key: ["scope", "account_id", "head"],
  columns: {
    scope: count("number of the scope"),
    account_id: text("12 digits"),
    head: text("such as arn:aws:iam::111122223333"),
  },
});

/** Which subjects an exception is for, whether they fail or not. */
export const exceptionMatches = defineTable({
  name: "exception_matches",
  doc: "The subjects of the snapshot that each exception is for.",
  key: ["n", "account_id", "arn"],
  columns: {
    n: count("the exception"),
    account_id: text("12 digits"),
    arn: text("ARN of the subject"),
  },
});
