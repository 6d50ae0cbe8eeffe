import { describe, expect, test } from "vitest";
import { ACCOUNT, collectionJson, csv, detail, password, reportJson, root, user } from "./test-report.js";
import { readFiles } from "./test-support.js";

const AT = "2026-11-20T08:00:00Z";
const report = { [`${ACCOUNT}/report.json`]: reportJson(csv([root(), user("ann", password("N/A"))]), AT) };
const attached = (...arns: string[]) =>
  detail("ann", { AttachedManagedPolicies: arns.map((PolicyArn) => ({ PolicyArn, PolicyName: "p" })) });
const details = (document: object) => ({
  [`${ACCOUNT}/details.json`]: JSON.stringify({ UserDetailList: [], ...document }),
});
const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const policiesOf = ({ tables }: Awaited<ReturnType<typeof readFiles>>) =>
  tables.policies?.map(({ policy_id, kind, published }) => [policy_id, kind, published !== null]);

describe("policies that details refer to and do not hold", () => {
  test("are named, and what rests on them is unknown", async () => {
    const own = `arn:aws:iam::${ACCOUNT}:policy/own`;
    const { problems, notes } = await readFiles({
      ...report,
      ...details({ UserDetailList: [{ ...attached(own, aws("AWSNever")), GroupList: ["ops"] }] }),
    });
    expect(problems).toEqual([
      `account ${ACCOUNT}: the authorization details refer to 3 policies or groups that they do not hold:` +
        ` ${own}, ${aws("AWSNever")}, group ops.` +
        " What rests on them counts as unknown. Fetch the details whole, without --filter.",
    ]);
    expect(notes.filter((note) => note.includes("AWS-managed"))).toEqual([]);
  });

  test("are taken from what AWS publishes where it does, and marked so", async () => {
    const arns = [aws("AdministratorAccess"), aws("job-function/ViewOnlyAccess")];
    const reading = await readFiles({ ...report, ...details({ UserDetailList: [attached(...arns)] }) });
    expect(reading.problems).toEqual([]);
    expect(policiesOf(reading)).toEqual(arns.map((arn) => [arn, "aws_managed", true]));
    expect(reading.tables.policies?.[0]?.document).toContain('"Action":"*"');
    expect(reading.notes).toContainEqual(
      expect.stringMatching(
        /^The details do not hold all AWS-managed policies that they refer to\. Judged as AWS published them by \d{4}-\d\d-\d\d: AdministratorAccess, ViewOnlyAccess\.$/,
      ),
    );
  });

  test("of other partitions are not: AWS publishes others there", async () => {
    const arn = "arn:aws-us-gov:iam::aws:policy/AdministratorAccess";
    const { problems, tables } = await readFiles({
      ...report,
      ...details({ UserDetailList: [attached(arn)] }),
    });
    expect([problems.length, tables.policies]).toEqual([1, []]);
  });

  test("a document that was collected is not replaced", async () => {
    const arn = aws("AdministratorAccess");
    const reading = await readFiles({
      ...report,
      ...details({
        UserDetailList: [attached(arn)],
        Policies: [
          {
            PolicyName: "AdministratorAccess",
            Arn: arn,
            PolicyVersionList: [{ IsDefaultVersion: true, Document: '{"Statement":[]}' }],
          },
        ],
      }),
    });
    expect(policiesOf(reading)).toEqual([[arn, "aws_managed", false]]);
  });
});

describe("details without users beside a report with some", () => {
  const filtered = details({ RoleDetailList: [] });
  const told = [
    `account ${ACCOUNT}: the authorization details list no user, but the credential report does.` +
      " Fetch them again with users: without --filter, or with User among its values.",
  ];

  test("are a problem, and nothing rests on them", async () => {
    const reading = await readFiles({ ...report, ...filtered });
    expect(reading.problems).toEqual(told);
    expect(reading.coverage(ACCOUNT, "authorization_details").status).toBe("error");
    expect(reading.user("ann").in_report).toBe(true);
  });

  test("mean that the users were deleted where they are known to be newer", async () => {
    const collected = (time: string) => ({
      [`${ACCOUNT}/collection.json`]: collectionJson(ACCOUNT, [["authorization_details", "ok", time]]),
    });
    const later = await readFiles({ ...report, ...filtered, ...collected("2026-11-20T09:00:00Z") });
    expect([later.problems, later.users]).toEqual([[], []]);
    const earlier = await readFiles({ ...report, ...filtered, ...collected("2026-11-20T07:00:00Z") });
    expect([earlier.problems, earlier.users.length]).toEqual([told, 1]);
  });
});

test("policies that are there and say nothing are told", async () => {
  const unread = detail("ann", {
    UserPolicyList: [{ PolicyName: "a", PolicyDocument: "%7Bnot json" }, { PolicyName: "b" }],
  });
  const { problems } = await readFiles({ ...report, ...details({ UserDetailList: [unread] }) });
  expect(problems).toEqual([
    `account ${ACCOUNT}: policies without a document that can be read: arn:aws:iam::${ACCOUNT}:user/ann#a,` +
      ` arn:aws:iam::${ACCOUNT}:user/ann#b. What rests on them counts as unknown. Fetch the details again.`,
  ]);
});

test("a summary that counts more users than the report has is told, unless it is known to be newer", async () => {
  const summary = { [`${ACCOUNT}/summary.json`]: JSON.stringify({ SummaryMap: { Users: 9 } }) };
  const told = `Account ${ACCOUNT} has 9 users by its account summary, and 1 in its credential report. Was the report cut off?`;
  expect((await readFiles({ ...report, ...summary })).notes).toContain(told);
  const later = {
    [`${ACCOUNT}/collection.json`]: collectionJson(ACCOUNT, [
      ["account_summary", "ok", "2026-11-20T09:00:00Z"],
    ]),
  };
  expect((await readFiles({ ...report, ...summary, ...later })).notes).not.toContain(told);
});
