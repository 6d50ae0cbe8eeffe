import { z } from "zod";
import { unusedAccessFindings } from "../../entities/unused-access-finding.js";
import { ACCOUNT_ID, parseArn } from "../../model/arn.js";
import { REGION } from "../../model/collection.js";
import { type AtAccount, many, type Part } from "../document.js";
import { workTable } from "../table-rows.js";
import { arn, maybe, text, when } from "../values.js";

export const KIND = "security_hub_unused_access";
export const PRODUCT = "IAM Access Analyzer";

const TYPE = "Software and Configuration Checks/AWS Security Best Practices/";
/**
 * Security Hub's types of findings, and Access Analyzer's own words for them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-securityhub-integration.html
 */
export const TYPES: Readonly<Record<string, string>> = {
  [`${TYPE}Unused Permission`]: "UnusedPermission",
  [`${TYPE}Unused IAM Role`]: "UnusedIAMRole",
  [`${TYPE}Unused IAM User Password`]: "UnusedIAMUserPassword",
  [`${TYPE}Unused IAM User Access Key`]: "UnusedIAMUserAccessKey",
};
const RESOURCES: Readonly<Record<string, string>> = {
  AwsIamRole: "AWS::IAM::Role",
  AwsIamUser: "AWS::IAM::User",
};
/** An id begins with the ARN of the analyzer, and what is unused follows. */
const ANALYZER = /^(arn:aws[a-z0-9-]*:access-analyzer:[^:/]*:\d{12}:analyzer\/[\w.-]+)\//;
const KEY = /(?<![A-Z0-9])AKIA[A-Z2-7]{16}(?![A-Z0-9])/;

const ownArn = arn.refine(
  (value) => ACCOUNT_ID.test(parseArn(value)?.accountId ?? ""),
  "must be an ARN of an account",
);

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html */
const finding = z.object({
  Id: text,
  Types: z.array(text),
  RecordState: text,
  CreatedAt: maybe(when),
  UpdatedAt: maybe(when),
  Resources: z.tuple([z.object({ Type: text, Id: ownArn })], z.unknown()),
  ProductFields: maybe(z.record(z.string(), text)),
});
type Finding = z.output<typeof finding>;

/** A finding of unused access, checked; of any other, whatever it looks like, undefined. */
const element = z.unknown().transform((raw, context): Finding | undefined => {
  if (!isUnusedAccess(raw)) return undefined;
  const checked = finding.safeParse(raw);
  if (checked.success) return checked.data;
  for (const { path, message } of checked.error.issues) context.addIssue({ code: "custom", path, message });
  return z.NEVER;
});

function isUnusedAccess(raw: unknown): boolean {
  const { Types } = Object(raw) as { readonly Types?: unknown };
  return Array.isArray(Types) && Types.some((type: unknown) => Object.hasOwn(TYPES, String(type)));
}

/** Findings as Security Hub has them, of any account; in whichever Region it was asked, a row of the analyzer's Region. */
export const foundInHub = workTable("found_in_hub", unusedAccessFindings.columns, 3);

function add(found: Finding | undefined, { rows, evidence, account, region = "" }: AtAccount): void {
  if (found === undefined) return;
  evidence.found(account, KIND, region);
  // Archived there is what was archived, and what is solved: nobody can tell which.
  if (found.RecordState !== "ACTIVE") return;
  const { Id, Types, ProductFields, Resources } = found;
  const [{ Type, Id: resource }] = Resources;
  const [, analyzer] = ANALYZER.exec(Id) ?? [];
  const { findingId } = ProductFields ?? {};
  const home = analyzer?.split(":")[3] ?? "";
  rows.add(foundInHub, {
    account_id: parseArn(resource)?.accountId ?? null,
    region: REGION.test(home) ? home : region,
    arn: analyzer !== undefined && findingId !== undefined ? `${analyzer}#${findingId}` : Id,
    finding_id: findingId ?? Id,
    analyzer_arn: analyzer ?? null,
    analyzer_account_id: parseArn(analyzer ?? "")?.accountId ?? null,
    managed_by: null,
    finding_type: Types.map((type) => TYPES[type]).find((type) => type !== undefined) ?? null,
    resource_arn: resource,
    resource_type: RESOURCES[Type] ?? null,
    status: "ACTIVE",
    created_at: found.CreatedAt,
    updated_at: found.UpdatedAt,
    last_accessed_at: null,
    access_key_id: KEY.exec([Id, ...Object.values(ProductFields ?? {})].join(" "))?.[0] ?? null,
    services: null,
    unused_days: null,
  });
}

/** `aws securityhub get-findings`; findings of other products are left alone. */
export const FINDINGS: Part<AtAccount> = many("Findings", element, add);

/** What tells two findings apart that have no key's id. */
const OWN_KEY =
  "CASE WHEN h.finding_type = 'UnusedIAMUserAccessKey' THEN coalesce(h.access_key_id, h.finding_id) ELSE '' END";

/**
 * SELECT of what Security Hub alone has: of the same thing, found unused in the same way, a row of Access Analyzer's own stands,
 * and of several analyzers that Security Hub has it from, one.
 */
export const ONLY_IN_HUB =
  "SELECT h.* FROM found_in_hub h WHERE NOT EXISTS (SELECT 1 FROM found_unused f WHERE f.arn = h.arn" +
  " OR (f.account_id = h.account_id AND f.resource_arn = h.resource_arn AND f.finding_type = h.finding_type" +
  " AND (f.access_key_id IS NULL OR h.access_key_id IS NULL OR f.access_key_id = h.access_key_id)))" +
  ` QUALIFY row_number() OVER (PARTITION BY h.account_id, h.resource_arn, h.finding_type, ${OWN_KEY}` +
  " ORDER BY h.updated_at DESC NULLS LAST, h.arn) = 1";
