import { expect, test } from "vitest";
import type { FixDeclaration } from "./catalogue.js";
import { type CommandSubject, partCommand, subjectCommand } from "./commands.js";
import type { PartStats } from "./fix-stats.js";

const declared = (more: Partial<FixDeclaration> = {}): FixDeclaration => ({
  id: "f",
  title: "f",
  per: "all",
  users: "ordinary",
  covers: [{ control: "user-unused", credentials: ["access_key"] }],
  effect: "remove",
  resolves: [],
  effort: { hours: 1, minutes: {} },
  reversible: true,
  undo: "",
  breaks: "",
  command: "aws iam update-access-key {user-name} {access-key-id} --status Inactive",
  ...more,
});
const ann: CommandSubject = {
  arn: "arn:aws:iam::111122223333:user/ann",
  name: "ann",
  credential: "access_key",
  credential_id: "AKIAIOSFODNN7EXAMPLE",
};

test("a key is named by its id, and listed where its id is not known", () => {
  expect(subjectCommand(declared(), ann, "")).toBe(
    "aws iam update-access-key --user-name ann --access-key-id AKIAIOSFODNN7EXAMPLE --status Inactive",
  );
  expect(subjectCommand(declared(), { ...ann, credential_id: null }, "")).toBe(
    "aws iam list-access-keys --user-name ann",
  );
});

test("where a fix is for keys and passwords, each has its own command", () => {
  const fix = declared({ command: "aws iam delete-login-profile {user-name}" });
  expect(subjectCommand(fix, { ...ann, credential: "password", credential_id: null }, "")).toBe(
    "aws iam delete-login-profile --user-name ann",
  );
  expect(subjectCommand(fix, ann, "")).toMatch(/^aws iam update-access-key .* --status Inactive$/);
});

test.each([
  ["$(reboot)", "--user-name '$(reboot)' "],
  ["-rf", "--user-name=-rf "],
  ["{access-key-id}", "--user-name '{access-key-id}' "],
  ["$&", "--user-name '$&' "],
])("a user that is named %s stays a name", (name, option) => {
  expect(subjectCommand(declared(), { ...ann, name }, "")).toBe(
    `aws iam update-access-key ${option}--access-key-id AKIAIOSFODNN7EXAMPLE --status Inactive`,
  );
});

test("what is no user is explained, in the same snapshot", () => {
  const root = { ...ann, arn: "arn:aws:iam::111122223333:root", name: "root", credential: "root_key" };
  expect(subjectCommand(declared(), root, " --demo")).toBe(
    "iamspect explain --demo arn:aws:iam::111122223333:root",
  );
});

test("a part for several lists their findings, of one account where it is for no other", () => {
  const held = { human: 2, machine: 0, unclear: 0, root: 0 };
  const part: Pick<PartStats, "held" | "account" | "first"> = { held, account: "111122223333", first: ann };
  expect(partCommand(declared(), part, " --demo")).toBe(
    "iamspect findings --demo --status fail --control user-unused --account 111122223333",
  );
  expect(partCommand(declared(), { ...part, account: null }, "")).toBe(
    "iamspect findings --status fail --control user-unused",
  );
  expect(partCommand(declared(), { ...part, held: { ...held, human: 1 } }, "")).toMatch(/^aws iam update/);
});
