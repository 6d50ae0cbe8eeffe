import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { z } from "zod";
import { csv, inAccount, type ReportRow, root, user } from "../../collect/files/test-report.js";
import { readYaml } from "../../model/read-yaml.js";
import { DAY_SECONDS, formatTime, parseAuditTime } from "../../model/time.js";
import { riskColumns } from "../fixes/states.js";
import { openAnalysing } from "../test-analysing.js";
import { credentialRisksSql } from "./credential-risks.js";
import { userRisk } from "./user-risk.js";

const FIXTURES = fileURLToPath(new URL("./fixtures", import.meta.url));
const TEN_USERS = fileURLToPath(new URL("../../../test/fixtures/ten-users/111122223333", import.meta.url));
const ACCOUNT = "222233334444";
const AS_OF = parseAuditTime("2024-06-01");

const age = z.strictObject({ made: z.int(), used: z.int().nullable() });
const order = { before: z.array(z.string()), because: z.string().min(10) };
const schema = z.strictObject({
  version: z.literal(1),
  ten_users: z.array(z.strictObject({ user: z.string(), ...order })),
  users: z.array(
    z.strictObject({
      name: z.string(),
      policy: z.enum(["admin", "admin-asked", "escalation", "write", "read", "none"]),
      device: z.boolean().default(false),
      quarantined: z.boolean().default(false),
      password: z.strictObject({ set: z.int(), used: z.int().nullable() }).optional(),
      keys: z.array(age).max(2).default([]),
      ...order,
    }),
  ),
  also: z.array(z.strictObject({ user: z.string(), ...order })),
});
type Orderings = z.output<typeof schema>;
type OrderedUser = Orderings["users"][number];

const ORDERINGS = `${FIXTURES}/orderings.yaml`;
const orderings = async () => readYaml(schema, await readFile(ORDERINGS, "utf8"), ORDERINGS);

const allow = (...Action: string[]) => ({ Effect: "Allow", Action, Resource: "*" });
const ASK = {
  Effect: "Deny",
  NotAction: [
    "iam:CreateVirtualMFADevice",
    "iam:EnableMFADevice",
    "iam:ListMFADevices",
    "sts:GetSessionToken",
  ],
  Resource: "*",
  Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
};
const STATEMENTS: Readonly<Record<OrderedUser["policy"], readonly object[]>> = {
  admin: [allow("*")],
  "admin-asked": [allow("*"), ASK],
  escalation: [allow("iam:PutUserPolicy", "iam:AttachUserPolicy")],
  write: [allow("s3:GetObject", "s3:PutObject", "s3:DeleteObject")],
  read: [allow("s3:GetObject", "s3:ListBucket", "ec2:Describe*")],
  none: [],
};

const ago = (days: number) => formatTime(AS_OF - days * DAY_SECONDS);

function reportRow({ name, device, password, keys }: OrderedUser): ReportRow {
  const slots = keys.map(({ made, used }, index) => [
    [`access_key_${index + 1}_active`, "true"],
    [`access_key_${index + 1}_last_rotated`, ago(made)],
    [`access_key_${index + 1}_last_used_date`, used === null ? "N/A" : ago(used)],
  ]);
  const ofPassword = password && {
    password_enabled: "true",
    password_last_changed: ago(password.set),
    password_last_used: password.used === null ? "no_information" : ago(password.used),
  };
  return user(name, {
    user_creation_time: "2017-06-01T00:00:00Z",
    ...ofPassword,
    mfa_active: String(device),
    ...Object.fromEntries(slots.flat()),
  });
}

function details({ name, policy, quarantined }: OrderedUser): object {
  const Statement = STATEMENTS[policy];
  return {
    UserName: name,
    Path: "/",
    UserId: `AIDA${name.replaceAll("-", "").toUpperCase()}`,
    Arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
    CreateDate: "2017-06-01T00:00:00Z",
    GroupList: [],
    AttachedManagedPolicies: quarantined ? [QUARANTINE] : [],
    UserPolicyList:
      Statement.length === 0
        ? []
        : [{ PolicyName: "own", PolicyDocument: { Version: "2012-10-17", Statement } }],
  };
}

const QUARANTINE = {
  PolicyName: "AWSCompromisedKeyQuarantineV3",
  PolicyArn: "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3",
};
const ALONE = { __type: "AWSOrganizationsNotInUseException", Message: "none" };

function ownFiles({ users }: Orderings): Record<string, string | object> {
  const rows = inAccount(ACCOUNT, [root(), ...users.map(reportRow)]);
  const documents = {
    UserDetailList: users.map(details),
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
  };
  return {
    [`${ACCOUNT}/report.csv`]: csv(rows),
    [`${ACCOUNT}/details.json`]: documents,
    [`${ACCOUNT}/describe-organization.json`]: ALONE,
  };
}

/** The worked examples of docs/fix-first.md. */
const examples = z.array(
  z.strictObject({
    user: z.string(),
    what: z.string(),
    credentials: z.array(
      z.strictObject({
        credential: z.string(),
        without_mfa: z.string(),
        with_mfa: z.string(),
        factors: z.array(z.string()),
      }),
    ),
  }),
);

async function tenUsers(): Promise<Record<string, string>> {
  const names = ["authorization-details.json", "credential-report.json", "describe-organization.json"];
  const texts = names.map(async (name) => [
    `111122223333/${name}`,
    await readFile(`${TEN_USERS}/${name}`, "utf8"),
  ]);
  return Object.fromEntries(await Promise.all(texts));
}

/** Users by name: the place of their emergency, then their risk in hundredths of a point. */
async function judged(files: Readonly<Record<string, string | object>>) {
  const analysing = await openAnalysing(files, { asOf: formatTime(AS_OF) });
  try {
    const context = await analysing.context();
    const { r_0: risk } = riskColumns(context.model);
    const rows = await analysing.engine.all(
      `SELECT c.name, c.emergency, ${risk} AS risk FROM (${credentialRisksSql(context)}) c`,
    );
    const places = context.model.emergencies.map(({ id }) => id);
    const found = new Map<string, { emergency: number; risk: number }>();
    for (const row of rows) {
      const known = found.get(String(row.name)) ?? { emergency: places.length, risk: 0 };
      const place = row.emergency === null ? places.length : places.indexOf(String(row.emergency));
      found.set(String(row.name), {
        emergency: Math.min(known.emergency, place),
        risk: known.risk + Number(row.risk),
      });
    }
    return found;
  } finally {
    await analysing.close();
  }
}

/** The orders that do not hold. */
function broken(
  found: Awaited<ReturnType<typeof judged>>,
  orders: readonly { readonly user: string; readonly before: readonly string[]; readonly because: string }[],
): string[] {
  const of = (name: string) => {
    const one = found.get(name);
    if (one === undefined) throw new Error(`no credential of ${name} was found`);
    return one;
  };
  return orders.flatMap(({ user: name, before, because }) =>
    before
      .filter((other) => {
        const [one, two] = [of(name), of(other)];
        return one.emergency === two.emergency ? one.risk <= two.risk : one.emergency > two.emergency;
      })
      .map(
        (other) =>
          `${name} ${JSON.stringify(of(name))} before ${other} ${JSON.stringify(of(other))}: ${because}`,
      ),
  );
}

test("the ten users come in the order that practitioners gave", async () => {
  const { ten_users: orders } = await orderings();
  const found = await judged(await tenUsers());
  expect(broken(found, orders)).toEqual([]);
  expect(found.get("d-break-glass")?.risk).toBeLessThan(found.get("b-old-readonly")?.risk ?? 0);
  expect(found.get("i-nothing")?.risk).toBe(0);
}, 30_000);

test("users of our own come in the order that people agree on", async () => {
  const all = await orderings();
  const found = await judged(ownFiles(all));
  const own = all.users.map(({ name, before, because }) => ({ user: name, before, because }));
  expect(own.length).toBeGreaterThanOrEqual(20);
  expect(broken(found, [...own, ...all.also])).toEqual([]);
}, 30_000);

test("the worked examples of the documentation are what is reckoned", async () => {
  const analysing = await openAnalysing(await tenUsers(), { asOf: formatTime(AS_OF) });
  try {
    const context = await analysing.context();
    const gain: Readonly<Record<string, number>> = context.model.gain;
    for (const { user: name, credentials } of examples.parse(
      JSON.parse(await readFile(`${FIXTURES}/examples.json`, "utf8")),
    )) {
      const found = await userRisk(analysing.engine, context, `arn:aws:iam::111122223333:user/${name}`);
      expect(
        found.credentials.map((one) => ({
          credential: one.credential,
          without: one.gain_without_mfa,
          with: one.gain_with_mfa,
          factors: one.factors.map(({ id }) => id),
          certainty: one.certainty,
        })),
      ).toEqual(
        credentials.map((one) => ({
          credential: one.credential,
          without: gain[one.without_mfa],
          with: gain[one.with_mfa],
          factors: one.factors,
          certainty: 1,
        })),
      );
    }
  } finally {
    await analysing.close();
  }
}, 30_000);
