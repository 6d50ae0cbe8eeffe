import { shellOption, shellWord } from "../../model/shell-word.js";
import { coveredControls, type FixDeclaration, HOLDERS } from "./catalogue.js";
import type { PartStats } from "./fix-stats.js";

/** What a command is about. */
export interface CommandSubject {
  readonly arn: string;
  readonly name: string;
  readonly credential: string | null;
  readonly credential_id: string | null;
}

/**
 * What does a fix for one credential, or prepares it, as a person pastes it into a shell. `again` are the options that open the same
 * snapshot, such as `--demo`. Names are whatever somebody chose: they are quoted.
 */
export function subjectCommand(fix: FixDeclaration, subject: CommandSubject, again: string): string {
  const { command } = fix;
  const isUser = /:user\//.test(subject.arn);
  if (command === undefined || !isUser) return `iamspect explain${again} ${shellWord(subject.arn)}`;
  const { name, arn, credential, credential_id: key } = subject;
  const user = shellOption("user-name", name);
  // The password goes by another command than keys do, and a key can only be named once its id is known.
  if (credential === "access_key" && key === null && /update-access-key/.test(command)) {
    return `aws iam list-access-keys ${user}`;
  }
  if (credential === "access_key" && /login-profile/.test(command)) return keyCommand(user, key);
  const values: Readonly<Record<string, string>> = {
    "user-name": user,
    "access-key-id": shellOption("access-key-id", key ?? ""),
    arn: shellOption("arn", arn),
  };
  // In one pass: a name may look like what is to be filled in.
  return command.replace(/\{([a-z-]+)\}/g, (_, one: string) => values[one] ?? "");
}

function keyCommand(user: string, key: string | null): string {
  return key === null
    ? `aws iam list-access-keys ${user}`
    : `aws iam update-access-key ${user} ${shellOption("access-key-id", key)} --status Inactive`;
}

/** What does a part of the list where it is for one credential; else what lists its findings, of one account where it is for no other. */
export function partCommand(
  fix: FixDeclaration,
  { held, account, first }: Pick<PartStats, "held" | "account" | "first">,
  again: string,
): string {
  if (HOLDERS.reduce((sum, kind) => sum + held[kind], 0) === 1) return subjectCommand(fix, first, again);
  const controls = (coveredControls(fix) ?? []).map((control) => ` --control ${control}`);
  const only = account === null ? "" : ` --account ${shellWord(account)}`;
  return `iamspect findings${again} --status fail${controls.join("")}${only}`;
}
