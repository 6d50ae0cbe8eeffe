import { type FoundUser, findSubjects } from "../explain/find-subject.js";
import type { Subject } from "../explain/subject.js";
import type { KeyOwner } from "../model/results/explanation.js";
import { UserError } from "../model/user-error.js";
import { EXIT, type Output } from "./command.js";
import { type ExplainChoice, explained } from "./explained.js";
import type { Shown } from "./with-snapshot.js";

/** How AWS is asked, if it may be. */
interface AskChoice extends ExplainChoice {
  readonly offline: boolean;
  readonly profile: string | undefined;
  readonly region: string | undefined;
  readonly role: string | undefined;
  readonly externalId: string | undefined;
}

/** Asks AWS whose a key is, and explains that user where the snapshot has it. */
export async function askAws(
  opened: Shown | undefined,
  subject: Subject & { kind: "credential" },
  values: AskChoice,
  context: Output<"explanation" | "key_owner">,
): Promise<number> {
  const isAccessKey = /^A[KS]IA/.test(subject.id);
  if (values.offline || !isAccessKey) throw unknownKey(subject.id, opened, isAccessKey);
  const { createClients } = await import("../aws/clients.js");
  const { keyOwner } = await import("../explain/key-owner.js");
  const clients = await createClients({ profile: values.profile, region: values.region });
  const role = values.role === undefined ? undefined : { role: values.role, externalId: values.externalId };
  const owner = await keyOwner(clients, subject.id, role);
  const user = opened && (await userOf(opened, owner));
  if (opened !== undefined && user !== undefined) {
    const result = await explained(opened, user, values, context);
    await context.print("explanation", { ...result, key_owner: owner });
  } else await context.print("key_owner", owner);
  return owner.user_name === null ? EXIT.missingEvidence : EXIT.done;
}

async function userOf({ engine }: Shown, owner: KeyOwner): Promise<FoundUser | undefined> {
  if (owner.user_name === null) return undefined;
  const subject = { kind: "name", name: owner.user_name } as const;
  const [user] = await findSubjects(engine, subject, [owner.account_id]);
  return user;
}

function unknownKey(id: string, opened: Shown | undefined, isAccessKey: boolean): UserError {
  const where =
    opened === undefined
      ? "There is no snapshot"
      : `The snapshot ${opened.manifest.snapshot_id} does not know`;
  return new UserError({
    code: "no_key",
    what: opened === undefined ? `${where} that could know ${id}.` : `${where} ${id}.`,
    why: isAccessKey
      ? "The credential report tells no key ids; they are known of users whose keys were listed."
      : "AWS does not tell whose a service-specific credential or an SSH key is.",
    fix: isAccessKey
      ? "Leave out --offline: two calls to AWS tell it."
      : "Collect the account that it may belong to.",
  });
}
