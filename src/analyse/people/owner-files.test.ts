import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inFolder, writeFiles } from "../../collect/files/test-support.js";
import { UserError } from "../../model/user-error.js";
import { readOwnerFiles } from "./owner-files.js";

const read = (name: string, text: string) =>
  inFolder(async (folder) => {
    await writeFiles(folder, { [name]: text });
    return await readOwnerFiles([{ file: join(folder, name) }, { from: "account" }]);
  });

async function failure(name: string, text: string): Promise<string> {
  const error = await read(name, text).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UserError)) throw new Error(`no UserError but ${String(error)}`);
  return `${error.message} ${error.why ?? ""}`;
}

describe("files of owners", () => {
  test("CSV: users before accounts, and ids that lost their zeros", async () => {
    const text =
      "owner,account_id,arn\r\nops,12345678901,\r\nops,222233334444,\r\nweb,,arn:aws:iam::222233334444:user/ann\r\n";
    expect(await read("owners.csv", text)).toEqual([
      { owner: "web", arn: ["arn:aws:iam::222233334444:user/ann"] },
      { owner: "ops", account: ["012345678901", "222233334444"] },
      { from: "account" },
    ]);
  });

  test("YAML: rules as in iamspect.yaml", async () => {
    const text =
      "version: 1\nowners:\n  - {owner: ops, organizational_unit: /Infra}\n  - {from: tag, key: team}\n";
    expect(await read("owners.yaml", text)).toEqual([
      { owner: "ops", organizational_unit: ["/Infra"] },
      { from: "tag", key: ["team"] },
      { from: "account" },
    ]);
  });

  test("what is wrong is named with its place", async () => {
    expect(await failure("owners.csv", "owner,account_id\nops,\n")).toContain(
      "owners.csv:2 is not a valid list of owners",
    );
    expect(await failure("owners.csv", 'owner,account_id\n"ops,1\n')).toContain(
      "owners.csv is not a valid list of owners",
    );
    expect(await failure("owners.yaml", "version: 1\nowners:\n  - {owner: ops}\n")).toContain(
      "owners.yaml:3",
    );
    await expect(readOwnerFiles([{ file: "/nowhere/owners.csv" }])).rejects.toThrow("cannot be read");
  });
});
