import { csv, inAccount, type ReportRow, root, user } from "../../collect/files/test-report.js";
import type { FixList, FixSubject } from "../../model/results/fixes.js";
import { type Analysing, openAnalysing } from "../test-analysing.js";
import { loadFixes } from "./catalogue.js";
import { type FixOptions, fixFirst } from "./fix-first.js";

/** The account of the fixture, which is in no organization. */
export const ALONE = "333333333333";
const DETAILS = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
export const arn = (name: string) => `arn:aws:iam::${ALONE}:user/${name}`;

/** The audit time is 2026-11-23. */
const OLD = "2020-01-01T00:00:00+00:00";
const RECENT = "2026-11-20T00:00:00+00:00";
const PASSWORD = { password_enabled: "true", password_last_changed: OLD, password_last_used: RECENT };
const key = (slot: 1 | 2, created: string, used: string | null, service = "s3") => ({
  [`access_key_${slot}_active`]: "true",
  [`access_key_${slot}_last_rotated`]: created,
  [`access_key_${slot}_last_used_date`]: used ?? "N/A",
  [`access_key_${slot}_last_used_region`]: used === null ? "N/A" : "eu-west-1",
  [`access_key_${slot}_last_used_service`]: used === null ? "N/A" : service,
});

/** By name. */
export const USERS: Readonly<Record<string, ReportRow>> = {
  /** A person and administrator without a device. */
  ann: PASSWORD,
  /** A program whose one key is in use, and whose other one was never used. */
  "svc-mail": { ...key(1, OLD, RECENT, "ses"), ...key(2, OLD, null) },
  /** Has a device: only its key is open. */
  bob: { ...PASSWORD, mfa_active: "true", ...key(1, OLD, "2024-01-01T00:00:00+00:00") },
  /** Nothing to sign in with. */
  idle: {},
  /** Kept for an emergency, with a device; nobody ever signed in. */
  "break-glass-1": { ...PASSWORD, password_last_used: "no_information", mfa_active: "true" },
  /** May do nothing, and nobody uses it. */
  powerless: { ...PASSWORD, password_last_used: "no_information", ...key(1, OLD, null) },
  /** AWS saw its key in public. */
  leaked: key(1, "2026-10-01T00:00:00+00:00", RECENT),
  /** Policies ask it for MFA, and whoever comes first can register the device. */
  asked: { ...PASSWORD, ...key(1, "2026-11-01T00:00:00+00:00", RECENT) },
};

const ASKED = {
  Version: "2012-10-17",
  Statement: [
    ...DETAILS.Statement,
    {
      Effect: "Deny",
      NotAction: ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "sts:GetSessionToken"],
      Resource: "*",
      Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
    },
  ],
};
const QUARANTINE = "AWSCompromisedKeyQuarantineV3";
const policyOf = (name: string) => (name === "asked" ? ASKED : DETAILS);

const details = {
  UserDetailList: Object.keys(USERS).map((UserName) => ({
    UserName,
    Path: "/",
    UserId: `AIDA${UserName}`,
    Arn: arn(UserName),
    CreateDate: OLD,
    UserPolicyList:
      UserName === "powerless" ? [] : [{ PolicyName: "all", PolicyDocument: policyOf(UserName) }],
    AttachedManagedPolicies:
      UserName === "leaked"
        ? [{ PolicyName: QUARANTINE, PolicyArn: `arn:aws:iam::aws:policy/${QUARANTINE}` }]
        : [],
    Tags: UserName === "ann" ? [{ Key: "Owner", Value: "sales" }] : [],
  })),
  GroupDetailList: [],
  RoleDetailList: [],
  Policies: [],
};

/** A snapshot of these users, open, and what is asked of it. */
export interface OpenedFixes {
  readonly analysing: Analysing;
  /** Ranks; what is read of a list later is of the tables of the last one. */
  rank(
    options?: FixOptions,
    settings?: Parameters<Analysing["context"]>[0],
    findings?: string,
  ): Promise<FixList>;
}

export async function openFixes(): Promise<OpenedFixes> {
  const rows = Object.entries(USERS).map(([name, columns]) =>
    user(name, { user_creation_time: OLD, ...columns }),
  );
  const analysing = await openAnalysing({
    [`${ALONE}/report.csv`]: csv(inAccount(ALONE, [root(), ...rows])),
    [`${ALONE}/details.json`]: details,
    [`${ALONE}/describe-organization.json`]: { __type: "AWSOrganizationsNotInUseException", Message: "none" },
  });
  const { engine, controls } = analysing;
  return {
    analysing,
    rank: async (options = {}, settings = {}, findings = analysing.findings) => {
      const [context, catalogue] = [await analysing.context(settings), await loadFixes()];
      return await fixFirst({ engine, context, catalogue, findings, unknown: findings, controls }, options);
    },
  };
}

/** All that the fixes of a list are for. */
export async function subjectsOf(all: FixList): Promise<FixSubject[]> {
  const rows: FixSubject[] = [];
  for await (const batch of all.subjects()) rows.push(...batch);
  return rows;
}

/** The names of those a fix is for. */
export async function namesIn(all: FixList, id: string): Promise<string[]> {
  const own = (await subjectsOf(all)).filter(({ fix }) => fix === id);
  return [...new Set(own.map(({ name }) => name))].sort();
}
