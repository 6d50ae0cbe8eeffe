import { describe, expect, test } from "vitest";
import { UserError } from "../model/user-error.js";
import { namedSnapshot } from "./named-snapshot.js";

const IDS = ["20201224T000000Z-0000aa", "20210124T000000Z-67c953", "20210124T000000Z-67f000"];

function failure(ids: readonly string[], name: string): UserError {
  try {
    namedSnapshot(ids, name);
  } catch (error) {
    if (error instanceof UserError) return error;
  }
  throw new Error(`${name} means something`);
}

describe("a snapshot is named by", () => {
  test.each([
    ["latest", IDS[2]],
    ["previous", IDS[1]],
    ["20210124T000000Z-67c953", IDS[1]],
    ["2020", IDS[0]],
    ["20210124T000000Z-67c", IDS[1]],
  ])("%s", (name, id) => {
    expect(namedSnapshot(IDS, name)).toBe(id);
  });
});

describe("what means nothing, or too much, is said", () => {
  test("a name of no snapshot, and no name at all", () => {
    expect(failure(IDS, "2019")).toMatchObject({ code: "no_snapshot" });
    expect(failure(IDS, "")).toMatchObject({ code: "no_snapshot" });
    expect(failure(IDS, "67c953")).toMatchObject({ what: 'The lake holds no snapshot "67c953".' });
  });

  test("a beginning of several names them", () => {
    const error = failure(IDS, "20210124");
    expect(error.code).toBe("ambiguous_snapshot");
    expect(error.fix).toContain(`${IDS[1]}, ${IDS[2]}`);
  });

  test("an id that another one begins with is that id", () => {
    expect(namedSnapshot(["2021", "20210124"], "2021")).toBe("2021");
  });

  test("previous, of one snapshot", () => {
    expect(failure(["20201224T000000Z-0000aa"], "previous").what).toBe(
      "There is no previous snapshot: the lake holds 1.",
    );
    expect(failure([], "latest").code).toBe("no_snapshot");
  });
});
