import { describe, expect, test } from "vitest";
import { UserError } from "../model/user-error.js";
import { readAccountsFile } from "./accounts-file.js";

const read = (text: string) => readAccountsFile(text, "accounts.yaml");

test("each field of an account is optional but its id", () => {
  const text = `
version: 1
accounts:
  - account_id: "111122223333"
    name: Production
    org_id: o-a1b2c3d4e5
    org_role: member
    ou_path: /Workloads/Prod
    scps_enabled: false
    tags: { owner: "o'neill", cost center: "12" }
  - account_id: "000000000001"
`;
  expect(read(text).accounts).toEqual([
    {
      account_id: "111122223333",
      name: "Production",
      org_id: "o-a1b2c3d4e5",
      org_role: "member",
      ou_path: "/Workloads/Prod",
      scps_enabled: false,
      tags: { owner: "o'neill", "cost center": "12" },
    },
    { account_id: "000000000001", org_role: "unknown" },
  ]);
});

describe("a mistake is named with its line", () => {
  const entry = (fields: string) => `version: 1\naccounts:\n  - account_id: "111122223333"\n    ${fields}\n`;
  test.each([
    [
      "an id without quotes is a number",
      "version: 1\naccounts:\n  - account_id: 111122223333\n",
      /^accounts\.yaml:3: accounts\.0\.account_id: must be 12 digits in quotes/,
    ],
    [
      "an id with a digit too few",
      'version: 1\naccounts:\n  - account_id: "11112222333"\n',
      /^accounts\.yaml:3: accounts\.0\.account_id: must be 12 digits in quotes\.$/,
    ],
    [
      "an organization that is none",
      entry("org_id: my-org"),
      /^accounts\.yaml:4: accounts\.0\.org_id: must be an organization id such as o-a1b2c3d4e5\.$/,
    ],
    [
      "a role that is none",
      entry("org_role: boss"),
      /^accounts\.yaml:4: accounts\.0\.org_role: .*management/,
    ],
    [
      "a path that begins nowhere",
      entry("ou_path: Prod"),
      /^accounts\.yaml:4: accounts\.0\.ou_path: must begin with \/\.$/,
    ],
    [
      "a flag that is none",
      entry("scps_enabled: sometimes"),
      /^accounts\.yaml:4: accounts\.0\.scps_enabled: .*boolean/,
    ],
    ["a tag that is a number", entry("tags: { a: 1 }"), /^accounts\.yaml:4: accounts\.0\.tags\.a: .*string/],
    [
      "a field with a typing mistake",
      entry("orgid: o-a1b2c3d4e5"),
      /^accounts\.yaml:3: accounts\.0: .*orgid/,
    ],
    ["another version", "version: 2\naccounts: []\n", /^accounts\.yaml:1: version: /],
    ["no list", "version: 1\n", /^accounts\.yaml:1: accounts: /],
    ["no YAML", "version: 1\naccounts: [\n", /^accounts\.yaml:\d is not valid YAML\.$/],
  ])("%s", (_, text, message) => {
    let error: unknown;
    try {
      read(text);
    } catch (cause) {
      error = cause;
    }
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: "bad_accounts_file", what: expect.stringMatching(message) });
  });
});
