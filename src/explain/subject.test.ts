import { expect, test } from "vitest";
import { parseSubject } from "./subject.js";

test.each(["AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE", "APKAEIBAERJR2EXAMPLE", "ACCAEXAMPLE1234567890"])(
  "%s is the id of a credential",
  (id) => {
    expect(parseSubject(` ${id}\n`)).toEqual({ kind: "credential", id });
  },
);

test("an ARN is an ARN, with the path it has", () => {
  const arn = "arn:aws-cn:iam::111122223333:user/team/ann";
  expect(parseSubject(arn)).toEqual({ kind: "arn", arn });
});

test.each(["ann", "AKIA", "AKIA-looks-like-one", "akiaiosfodnn7example", "arn:", "a b'c"])(
  "%j can only be a name",
  (name) => {
    expect(parseSubject(name)).toEqual({ kind: "name", name });
  },
);
