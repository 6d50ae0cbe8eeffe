import { expect, test } from "vitest";
import { at, type Files, pick, readFiles } from "./test-support.js";

const [OWN, OTHER, STRANGER] = ["111122223333", "444455556666", "777788889999"];
const ANALYZER = `arn:aws:access-analyzer:eu-central-1:${OWN}:analyzer/unused`;

const finding = (id: string, more: object = {}) => ({
  analyzerArn: ANALYZER,
  unusedAccessAge: 60,
  id,
  findingType: "UnusedIAMRole",
  resource: `arn:aws:iam::${OWN}:role/${id}`,
  resourceType: "AWS::IAM::Role",
  resourceOwnerAccount: OWN,
  status: "ACTIVE",
  createdAt: "2026-05-01T00:00:00Z",
  updatedAt: "2026-06-01T00:00:00Z",
  ...more,
});

async function read(findings: unknown[], more: Files = {}) {
  const reading = await readFiles({
    [`${OWN}/alias.json`]: JSON.stringify({ AccountAliases: ["own"] }),
    [`${OWN}/eu-central-1/unused.json`]: JSON.stringify({ UnusedAccessFindings: findings }),
    ...more,
  });
  return { reading, rows: reading.tables.unused_access_findings ?? [] };
}

test("a finding, with what its details tell", async () => {
  const details = [
    {
      unusedPermissionDetails: { serviceNamespace: "s3", lastAccessed: "2026-01-02T00:00:00Z", actions: [] },
    },
    { unusedPermissionDetails: { serviceNamespace: "ec2" } },
  ];
  const { rows } = await read([
    finding("role", { findingType: "UnusedPermission", findingDetails: details }),
    finding("key", {
      findingType: "UnusedIAMUserAccessKey",
      findingDetails: [{ unusedIamUserAccessKeyDetails: { accessKeyId: "AKIA1" } }],
      managedBy: "securityhubv2.amazonaws.com",
    }),
  ]);
  const names = ["arn", "services", "last_accessed_at", "access_key_id", "unused_days", "managed_by"];
  expect(rows.map((row) => Object.values(pick(row, ...names)))).toEqual([
    [`${ANALYZER}#key`, [], null, "AKIA1", 60, "securityhubv2.amazonaws.com"],
    [`${ANALYZER}#role`, ["ec2", "s3"], at("2026-01-02T00:00:00Z"), null, 60, null],
  ]);
});

test("a row is of the account that the role is in, and of no account that is not audited", async () => {
  const of = (id: string, resourceOwnerAccount: string) => finding(id, { resourceOwnerAccount });
  const other = { [`${OTHER}/alias.json`]: JSON.stringify({ AccountAliases: ["other"] }) };
  const { rows, reading } = await read([of("a", OWN), of("b", OTHER), of("c", STRANGER)], other);
  expect(rows.map((row) => pick(row, "account_id", "finding_id", "analyzer_account_id"))).toEqual([
    { account_id: OWN, finding_id: "a", analyzer_account_id: OWN },
    { account_id: OTHER, finding_id: "b", analyzer_account_id: OWN },
  ]);
  expect(reading.accounts.map(({ account_id: id }) => id)).toEqual([OWN, OTHER]);
});

test("a finding that cannot be read loses itself, and it is told", async () => {
  const { rows, reading } = await read([finding("a"), finding("b", { resource: "no ARN" })]);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ finding_id: "a", services: null, last_accessed_at: null });
  expect(reading.coverage(OWN, "unused_access_findings").status).toBe("error");
});

test("what the AWS CLI lists without its analyzer is not taken for anybody's", async () => {
  const { reading } = await read([], {
    [`${OWN}/eu-central-1/list.json`]: JSON.stringify({ findings: [{ id: "a" }] }),
  });
  expect(reading.problems).toEqual([expect.stringContaining("does not say which analyzer this is of")]);
});
