import { expect, test } from "vitest";
import { type Files, pick, readFiles } from "./test-support.js";

const [OWN, MEMBER, STRANGER] = ["111122223333", "444455556666", "777788889999"];
const ANALYZER = `arn:aws:access-analyzer:us-east-1:${OWN}:analyzer/unused`;
const TYPE = "Software and Configuration Checks/AWS Security Best Practices/";
const ROLE = `arn:aws:iam::${MEMBER}:role/team/old`;

/** A finding of Access Analyzer as Security Hub has it: in AWS's own example, with an analyzer of the organization. */
const finding = (more: object = {}) => ({
  SchemaVersion: "2018-10-08",
  Id: `${ANALYZER}/${ROLE}/UnusedIAMRole`,
  ProductArn: "arn:aws:securityhub:us-east-1::product/aws/access-analyzer",
  ProductName: "IAM Access Analyzer",
  Region: "us-east-1",
  AwsAccountId: OWN,
  Types: [`${TYPE}Unused IAM Role`],
  CreatedAt: "2026-05-01T16:29:09.657Z",
  UpdatedAt: "2026-06-01T20:39:16.651Z",
  ProductFields: { findingId: "f-1", findingType: "UnusedIAMRole" },
  Resources: [{ Type: "AwsIamRole", Id: ROLE }],
  RecordState: "ACTIVE",
  ...more,
});
const key = (findingId: string, more: object = {}) =>
  finding({
    Id: `${ANALYZER}/arn:aws:iam::${OWN}:user/ann/UnusedIAMUserAccessKey/${findingId}`,
    Types: [`${TYPE}Unused IAM User Access Key`],
    Resources: [{ Type: "AwsIamUser", Id: `arn:aws:iam::${OWN}:user/ann` }],
    ProductFields: { findingId },
    ...more,
  });
/** The same, as Access Analyzer itself tells it. */
const own = (more: object = {}) => ({
  analyzerArn: ANALYZER,
  id: "f-1",
  findingType: "UnusedIAMRole",
  resource: ROLE,
  resourceOwnerAccount: MEMBER,
  status: "ACTIVE",
  ...more,
});

const hub = (region: string, ...Findings: unknown[]): Files => ({
  [`${OWN}/${region}/hub.json`]: JSON.stringify({ Findings }),
});
const analyzer = (...UnusedAccessFindings: unknown[]): Files => ({
  [`${OWN}/us-east-1/unused.json`]: JSON.stringify({ UnusedAccessFindings }),
});

async function read(...files: readonly Files[]) {
  const known = [OWN, MEMBER].map(
    (id) => [`${id}/alias.json`, JSON.stringify({ AccountAliases: ["a"] })] as const,
  );
  const reading = await readFiles(Object.assign(Object.fromEntries(known), ...files));
  return { reading, rows: reading.tables.unused_access_findings ?? [] };
}

test("a finding is of the account that its role is in, and of the Region of its analyzer", async () => {
  const { rows, reading } = await read(hub("eu-central-1", finding()));
  expect(rows.map((row) => pick(row, ...Object.keys(row)))).toMatchObject([
    {
      account_id: MEMBER,
      region: "us-east-1",
      arn: `${ANALYZER}#f-1`,
      finding_id: "f-1",
      analyzer_arn: ANALYZER,
      analyzer_account_id: OWN,
      finding_type: "UnusedIAMRole",
      resource_arn: ROLE,
      resource_type: "AWS::IAM::Role",
      status: "ACTIVE",
      created_at: 1777652949,
      unused_days: null,
      services: null,
    },
  ]);
  expect(reading.coverage(OWN, "security_hub_unused_access")).toMatchObject({
    region: "eu-central-1",
    status: "ok",
  });
});

test("each of the four types, by the names that Security Hub has for them", async () => {
  const of = (name: string) =>
    finding({ Id: name, Types: [`${TYPE}${name}`], ProductFields: { findingId: name } });
  const names = [
    "Unused Permission",
    "Unused IAM Role",
    "Unused IAM User Password",
    "Unused IAM User Access Key",
  ];
  const { rows } = await read(hub("us-east-1", ...names.map(of)));
  expect(rows.map((row) => row.finding_type).sort()).toEqual([
    "UnusedIAMRole",
    "UnusedIAMUserAccessKey",
    "UnusedIAMUserPassword",
    "UnusedPermission",
  ]);
});

test("what Security Hub shows in each of its Regions counts once", async () => {
  const { rows } = await read(hub("us-east-1", finding()), hub("eu-central-1", finding()));
  expect(rows).toHaveLength(1);
});

test("a row of Access Analyzer's own wins, be it of the same analyzer or of another", async () => {
  const other = ANALYZER.replace("unused", "other");
  const { rows } = await read(hub("us-east-1", finding()), analyzer(own({ unusedAccessAge: 60 })));
  expect(rows).toMatchObject([{ arn: `${ANALYZER}#f-1`, unused_days: 60 }]);
  const two = await read(hub("us-east-1", finding()), analyzer(own({ analyzerArn: other, id: "f-9" })));
  expect(two.rows.map(({ arn }) => arn)).toEqual([`${other}#f-9`]);
  const different = await read(
    hub("us-east-1", finding()),
    analyzer(own({ findingType: "UnusedPermission", id: "x" })),
  );
  expect(different.rows).toHaveLength(2);
});

test("of two analyzers that only Security Hub tells of, the newer finding stands", async () => {
  const other = finding({
    Id: `${ANALYZER}2/${ROLE}/UnusedIAMRole`,
    UpdatedAt: "2026-07-01T00:00:00Z",
    ProductFields: { findingId: "f-2" },
  });
  const { rows } = await read(hub("us-east-1", finding(), other));
  expect(rows.map(({ arn }) => arn)).toEqual([`${ANALYZER}2#f-2`]);
});

test("keys of one user are told apart by their ids, and else by their findings", async () => {
  const [first, second] = ["AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLF"];
  const withKey = (id: string, accessKeyId: string) =>
    key(id, { ProductFields: { findingId: id, accessKeyId } });
  const { rows } = await read(hub("us-east-1", withKey("k-1", first), withKey("k-2", second), key("k-3")));
  expect(rows.map((row) => row.access_key_id)).toEqual([first, second, null]);
  const ofAnalyzer = own({
    id: "k-9",
    analyzerArn: ANALYZER.replace("unused", "other"),
    findingType: "UnusedIAMUserAccessKey",
    resource: `arn:aws:iam::${OWN}:user/ann`,
    resourceOwnerAccount: OWN,
    findingDetails: [{ unusedIamUserAccessKeyDetails: { accessKeyId: first } }],
  });
  const both = await read(
    hub("us-east-1", withKey("k-1", first), withKey("k-2", second), key("k-3")),
    analyzer(ofAnalyzer),
  );
  // Of the one without an id nobody knows whether it is the same.
  expect(both.rows.map((row) => row.access_key_id).sort()).toEqual([first, second]);
});

test("other findings are left alone, however they look; a list without any says nothing", async () => {
  const others = [{ Types: ["TTPs/Discovery"], Resources: 7 }, null, "x", { Types: 3 }];
  const { rows, reading } = await read(hub("us-east-1", ...others));
  expect(rows).toEqual([]);
  expect(reading.problems).toEqual([]);
  expect(reading.coverage(OWN, "security_hub_unused_access").status).toBe("not_collected");
});

test("what is archived there, and what is of an account that is not audited, is left out", async () => {
  const stranger = finding({ Resources: [{ Type: "AwsIamRole", Id: `arn:aws:iam::${STRANGER}:role/x` }] });
  const { rows } = await read(hub("us-east-1", finding({ RecordState: "ARCHIVED" }), stranger));
  expect(rows).toEqual([]);
});

test("one that cannot be read loses itself; a list that goes on is not whole", async () => {
  const bad = [
    finding({ Resources: [] }),
    finding({ Resources: [{ Type: "AwsIamRole", Id: "arn:aws:iam::aws:role/x" }] }),
  ];
  const { rows, reading } = await read(hub("us-east-1", ...bad, finding()));
  expect(rows).toHaveLength(1);
  expect(reading.problems).toHaveLength(2);
  expect(reading.coverage(OWN, "security_hub_unused_access").status).toBe("error");
  const more = JSON.stringify({ Findings: [finding()], NextToken: "more" });
  const cut = await read({ [`${OWN}/us-east-1/hub.json`]: more });
  expect(cut.reading.coverage(OWN, "security_hub_unused_access")).toMatchObject({
    status: "error",
    detail: expect.stringContaining("further pages") as string,
  });
});
