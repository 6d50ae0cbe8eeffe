import { describe, expect, test } from "vitest";
import { ACCOUNT_ID, parseArn } from "./arn.js";

describe("parseArn", () => {
  test.each([
    ["a user", "arn:aws:iam::111122223333:user/ann", ["aws", "iam", "111122223333", "user/ann"]],
    [
      "a user with a path and a comma",
      "arn:aws:iam::111122223333:user/team/a,b=c@d",
      ["aws", "iam", "111122223333", "user/team/a,b=c@d"],
    ],
    ["root", "arn:aws:iam::111122223333:root", ["aws", "iam", "111122223333", "root"]],
    ["China", "arn:aws-cn:iam::111122223333:user/ann", ["aws-cn", "iam", "111122223333", "user/ann"]],
    [
      "GovCloud",
      "arn:aws-us-gov:iam::111122223333:user/ann",
      ["aws-us-gov", "iam", "111122223333", "user/ann"],
    ],
    [
      "a policy of AWS",
      "arn:aws:iam::aws:policy/ReadOnlyAccess",
      ["aws", "iam", "aws", "policy/ReadOnlyAccess"],
    ],
    [
      "a Region, and colons in the resource",
      "arn:aws:lambda:eu-west-1:111122223333:function:f:1",
      ["aws", "lambda", "111122223333", "function:f:1"],
    ],
    ["a bucket, which names no account", "arn:aws:s3:::bucket/key", ["aws", "s3", "", "bucket/key"]],
    [
      "a line end in the resource",
      "arn:aws:iam::111122223333:user/a\nb",
      ["aws", "iam", "111122223333", "user/a\nb"],
    ],
  ])("takes %s apart", (_, arn, [partition, service, accountId, resource]) => {
    expect(parseArn(arn)).toEqual({ partition, service, accountId, resource });
  });

  test.each([
    ["nothing", ""],
    ["a name", "ann"],
    ["no resource", "arn:aws:iam::111122223333:"],
    ["a part too few", "arn:aws:iam:111122223333:user/ann"],
    ["another vendor", "arn:gcp:iam::111122223333:user/ann"],
    ["text before it", " arn:aws:iam::111122223333:user/ann"],
    ["no service", "arn:aws:::111122223333:user/ann"],
  ])("gives nothing for %s", (_, text) => {
    expect(parseArn(text)).toBeUndefined();
  });
});

test("an account id is 12 digits and nothing else", () => {
  expect(ACCOUNT_ID.test("000000000001")).toBe(true);
  for (const text of ["11112222333", "1111222233334", "11112222333a", " 111122223333", "111122223333\n"]) {
    expect({ text, valid: ACCOUNT_ID.test(text) }).toEqual({ text, valid: false });
  }
});
