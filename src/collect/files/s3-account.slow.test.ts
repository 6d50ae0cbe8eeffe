import { expect, test } from "vitest";
import { ACCOUNT } from "./test-report.js";
import { type Files, pick, readFiles } from "./test-support.js";

const FILE = `${ACCOUNT}/s3-account-public-access-block.json`;
const ALL = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const document = (PublicAccessBlockConfiguration: unknown): Files => ({
  [FILE]: JSON.stringify({ PublicAccessBlockConfiguration }),
});
const settings = async (files: Files) => (await readFiles(files)).tables.s3_accounts ?? [];

test("what the CLI prints of an account, and null where there is none", async () => {
  expect(await settings(document(ALL))).toEqual([
    expect.objectContaining({
      account_id: ACCOUNT,
      arn: `arn:aws:iam::${ACCOUNT}:root`,
      configured: true,
      blocks_public_access: true,
    }),
  ]);
  expect(await settings(document({ ...ALL, IgnorePublicAcls: false }))).toMatchObject([
    { configured: true, ignore_public_acls: false, blocks_public_access: false },
  ]);
  expect(await settings(document(null))).toMatchObject([
    { configured: false, block_public_policy: false, blocks_public_access: false },
  ]);
});

test("a setting that is not told is not known", async () => {
  const { RestrictPublicBuckets: _, ...others } = ALL;
  const [row = {}] = await settings(document(others));
  expect(pick(row, "restrict_public_buckets", "blocks_public_access")).toEqual({
    restrict_public_buckets: null,
    blocks_public_access: null,
  });
});

test("the same of a bucket is no evidence of an account", async () => {
  const files = {
    ...document(null),
    [`${ACCOUNT}/my-bucket.json`]: JSON.stringify({ PublicAccessBlockConfiguration: ALL }),
  };
  const { tables, problems } = await readFiles(files);
  expect(tables.s3_accounts).toMatchObject([{ configured: false }]);
  expect(problems).toEqual([expect.stringContaining("my-bucket.json: this JSON is not a document")]);
});

test("what cannot be read is no row, and the account is not called complete", async () => {
  const reading = await readFiles({
    ...document({ ...ALL, BlockPublicAcls: "yes" }),
    [`${ACCOUNT}/account-aliases.json`]: JSON.stringify({ AccountAliases: ["other"] }),
  });
  expect(reading.tables.s3_accounts).toEqual([]);
  expect(reading.coverage(ACCOUNT, "s3_account_public_access_block")).toMatchObject({ status: "error" });
});
