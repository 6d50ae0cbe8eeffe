import { describe, expect, test } from "vitest";
import type { Member } from "../analyse/share/members.js";
import { UserError } from "../model/user-error.js";
import { chooseOrganizations } from "./choose-organizations.js";

const member = (key: string): Member => ({ key, accounts: [], standaloneAccounts: 0, users: 0 });
const several = [member(""), member("111122223333"), member("o-first")];
const nothing = { all: false, organization: undefined };

function fault(members: readonly Member[], choice: Parameters<typeof chooseOrganizations>[1]): UserError {
  try {
    chooseOrganizations(members, choice);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("one was chosen");
}

describe("whose figures are shared", () => {
  test("the only one there is", () => {
    expect(chooseOrganizations([member("o-first")], nothing)).toEqual([member("o-first")]);
  });

  test("the one that was named; accounts of which nothing is known are called unknown", () => {
    const choose = (organization: string) =>
      chooseOrganizations(several, { all: false, organization }).map(({ key }) => key);
    expect([choose("o-first"), choose("111122223333"), choose("unknown")]).toEqual([
      ["o-first"],
      ["111122223333"],
      [""],
    ]);
  });

  test("all standalone accounts together, as one", () => {
    const alone = (key: string, users: number): Member => ({
      key,
      accounts: [key],
      standaloneAccounts: 1,
      users,
    });
    const choice = { all: false, organization: "standalone" };
    expect(chooseOrganizations([...several, alone("1", 3), alone("2", 4)], choice)).toEqual([
      { key: "standalone", accounts: ["1", "2"], standaloneAccounts: 2, users: 7 },
    ]);
    expect(fault(several, choice).code).toBe("no_organization");
  });

  test("all of them", () => {
    expect(chooseOrganizations(several, { all: true, organization: undefined })).toEqual(several);
  });

  test("of several one must be chosen, and the first of them are named", () => {
    const many = Array.from({ length: 7 }, (_, index) => member(`o-${index}`));
    const { what, fix } = fault(many, nothing);
    expect(what).toBe(
      "The snapshot has 7 organizations and standalone accounts: o-0, o-1, o-2, o-3, o-4 and 2 more.",
    );
    expect(fix).toContain("--all --out DIR");
  });

  test("an empty name is no way to say unknown, and a name that is not there is told, disarmed", () => {
    expect(fault(several, { all: false, organization: "" }).code).toBe("no_organization");
    const { what, fix } = fault(several, { all: false, organization: "o-\u001b[31m" });
    expect(what).not.toContain("\u001b");
    expect(fix).toBe("It has: unknown, 111122223333, o-first.");
  });

  test("of a snapshot without accounts there is nothing to share", () => {
    expect(fault([], nothing).what).toContain("no accounts");
    expect(fault([], { all: false, organization: "o-first" }).fix).toContain("no accounts");
  });
});
