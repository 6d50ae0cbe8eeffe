import { expect, test } from "vitest";
import { FINDING } from "../model/results/test-finding.js";
import { parseAuditTime } from "../model/time.js";
import { exceptionCommand } from "./exception-command.js";

const context = { asOf: parseAuditTime("2021-01-24"), owner: "team data", again: " --lake 'my lake'" };
const ID = "e7fb01d3ebf0b619980ebcd13dabb3ec";
const one = { ...FINDING, finding_id: ID };
const subject = (finding: typeof one) =>
  /--subject (\S+(?: --credential-id \S+)?) --owner/.exec(exceptionCommand(finding, context))?.[1];

test("it names the finding, its owner and a day in 90 days, and leaves to people what only they can say", () => {
  expect(exceptionCommand({ ...one, credential: null }, context)).toBe(
    "iamspect exceptions add --control user-key-rotation --subject arn:aws:iam::111122223333:user/team/ann" +
      " --owner 'team data' --reason REASON --approved-by APPROVER --expires 2021-04-24 --lake 'my lake'",
  );
  expect(exceptionCommand(one, { ...context, owner: null })).toContain(" --owner OWNER ");
});

test("it covers this finding and no other", () => {
  expect(subject({ ...one, credential_id: "AKIAIOSFODNN7EXAMPLE" })).toBe(
    `${FINDING.subject_arn} --credential-id AKIAIOSFODNN7EXAMPLE`,
  );
  // Of a credential without a known id, and of a name that is a pattern, only the finding's own id says it.
  expect(subject(one)).toBe(ID);
  expect(subject({ ...one, credential: null, subject_arn: "arn:aws:iam::111122223333:user/*" })).toBe(ID);
});
