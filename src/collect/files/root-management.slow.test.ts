import { expect, test } from "vitest";
import { type Files, pick, readFiles } from "./test-support.js";

const [MANAGEMENT, MEMBER, ALONE] = ["111122223333", "444455556666", "777788889999"];
const ORG = "o-exampleorgid";

const organization: Files = {
  "accounts.json": JSON.stringify({
    Accounts: [MANAGEMENT, MEMBER].map((Id) => ({
      Id,
      Arn: `arn:aws:organizations::${MANAGEMENT}:account/${ORG}/${Id}`,
      State: "ACTIVE",
    })),
  }),
  [`${ALONE}/organization.json`]: JSON.stringify({ __type: "AWSOrganizationsNotInUseException" }),
};
const features = (...EnabledFeatures: string[]): Files => ({
  [`${ORG}/organizations-features.json`]: JSON.stringify({ OrganizationId: ORG, EnabledFeatures }),
});

const read = async (files: Files) => {
  const reading = await readFiles({ ...organization, ...files });
  const status = (account: string) => reading.coverage(account, "root_access_features").status;
  return { rows: reading.tables.root_management ?? [], statuses: [MANAGEMENT, MEMBER, ALONE].map(status) };
};

test.each([
  [["RootCredentialsManagement"], true, false],
  [["RootSessions", "RootCredentialsManagement"], true, true],
  [[], false, false],
])("a row of the management account: %j", async (enabled, credentials_managed, sessions_allowed) => {
  const { rows, statuses } = await read(features(...enabled));
  expect(rows).toEqual([
    {
      account_id: MANAGEMENT,
      org_id: ORG,
      arn: `arn:aws:organizations::${MANAGEMENT}:organization/${ORG}`,
      credentials_managed,
      sessions_allowed,
    },
  ]);
  // Members and standalone accounts have nothing to tell.
  expect(statuses).toEqual(["ok", "ok", "ok"]);
});

test("without an answer it is not known, and not off", async () => {
  const { rows, statuses } = await read({});
  expect([rows, statuses]).toEqual([[], Array(3).fill("not_collected")]);
});

test("of two organizations the one that told nothing is not known", async () => {
  const [other, id] = ["888899990000", "o-otherorgid"];
  const second = {
    "second.json": JSON.stringify({
      Accounts: [
        { Id: other, Arn: `arn:aws:organizations::${other}:account/${id}/${other}`, State: "ACTIVE" },
      ],
    }),
  };
  const reading = await readFiles({ ...organization, ...second, ...features("RootSessions") });
  expect(reading.coverage(other, "root_access_features").status).toBe("not_collected");
  expect(reading.tables.root_management?.map((row) => pick(row, "org_id"))).toEqual([{ org_id: ORG }]);
});
