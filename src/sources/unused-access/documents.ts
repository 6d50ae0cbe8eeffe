import { z } from "zod";
import { unusedAccessFindings } from "../../entities/unused-access-finding.js";
import { columnList } from "../../lake/row-writer.js";
import { ACCOUNT_ID, parseArn } from "../../model/arn.js";
import { type AtAccount, many, unplacedDocument } from "../document.js";
import { ONLY_IN_HUB } from "../security-hub-unused-access/documents.js";
import { workTable } from "../table-rows.js";
import { arn, maybe, text, when, whole } from "../values.js";

export const DETAILS = "unused_access_details";

const last = z.object({ lastAccessed: maybe(when) });

/** https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_FindingDetails.html */
const detail = z.object({
  unusedIamRoleDetails: maybe(last),
  unusedIamUserAccessKeyDetails: maybe(last.extend({ accessKeyId: maybe(text) })),
  unusedIamUserPasswordDetails: maybe(last),
  unusedPermissionDetails: maybe(last.extend({ serviceNamespace: text })),
});
type Detail = z.output<typeof detail>;

const finding = z.object({
  analyzerArn: arn,
  managedBy: maybe(text),
  unusedAccessAge: maybe(whole),
  id: text,
  findingType: text,
  resource: maybe(arn),
  resourceType: maybe(text),
  resourceOwnerAccount: text.regex(ACCOUNT_ID, "must be the 12 digits of an account ID"),
  status: text,
  createdAt: maybe(when),
  updatedAt: maybe(when),
  findingDetails: maybe(z.array(detail)),
});
type Finding = z.output<typeof finding>;

/** Findings as analyzers have them, of any account. */
export const foundUnused = workTable("found_unused", unusedAccessFindings.columns, 3);

/** A row of the account that the role or user is in, where that is an account of the snapshot. */
export const UNUSED_SQL =
  `SELECT ${columnList(unusedAccessFindings)} FROM (SELECT * FROM found_unused UNION ALL BY NAME ${ONLY_IN_HUB}) t` +
  " WHERE account_id IN (SELECT account_id FROM accounts) ORDER BY account_id, arn";

function add(found: Finding, { rows, region = "" }: AtAccount): void {
  const details = found.findingDetails ?? [];
  const services = details.flatMap(({ unusedPermissionDetails: one }) => one?.serviceNamespace ?? []);
  rows.add(foundUnused, {
    account_id: found.resourceOwnerAccount,
    region,
    arn: `${found.analyzerArn}#${found.id}`,
    finding_id: found.id,
    analyzer_arn: found.analyzerArn,
    analyzer_account_id: parseArn(found.analyzerArn)?.accountId ?? null,
    managed_by: found.managedBy,
    finding_type: found.findingType,
    resource_arn: found.resource,
    resource_type: found.resourceType,
    status: found.status,
    created_at: found.createdAt,
    updated_at: found.updatedAt,
    last_accessed_at: newest(details),
    access_key_id:
      details.find((one) => one.unusedIamUserAccessKeyDetails)?.unusedIamUserAccessKeyDetails?.accessKeyId ??
      null,
    services: found.findingDetails === null ? null : [...new Set(services)].sort(),
    unused_days: found.unusedAccessAge,
  });
}

/** The newest use that any part of the finding tells. */
function newest(details: readonly Detail[]): number | null {
  const times = details.flatMap((one) => Object.values(one).flatMap((part) => part?.lastAccessed ?? []));
  return times.length === 0 ? null : Math.max(...times);
}

/** Findings, each with the analyzer that it is of: no answer of AWS says that. */
export const FINDINGS = many("UnusedAccessFindings", finding, add);

/** `list-findings-v2` by itself does not say which analyzer it asked, nor in which account that is. */
export const UNPLACED = unplacedDocument(
  "findings",
  "which analyzer this is of",
  "UnusedAccessFindings: analyzerArn, and what the AWS CLI prints of each finding",
);
