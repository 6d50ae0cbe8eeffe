import { thousands } from "../model/listed.js";
import type { TraitKind } from "../model/trait-kinds.js";
import { plainText } from "./text.js";

/** Several values are told apart up to this many. */
const SHOWN = 3;

interface Words {
  /** What the carriers of one value do, with the value where `*` stands. */
  readonly one: string;
  /** The same of several values, where it is not only the list that differs. */
  readonly several?: string;
}

/** `are in account 111122223333`: what is said of those who carry a trait. `#` stands for how many values there are. */
const WORDS: Readonly<Record<TraitKind, Words>> = {
  account: { one: "are in account *", several: "are in # accounts (*)" },
  organization: { one: "are in organization *" },
  organizational_unit: { one: "are in accounts of the OU *" },
  account_role: { one: "are in * accounts" },
  account_year: { one: "are in accounts whose first user was made in *" },
  account_tag: { one: "are in accounts tagged *" },
  account_tag_key: { one: "are in accounts that have the tag *" },
  partition: { one: "are in the partition *" },
  iam_path: { one: "have the IAM path *" },
  name_shape: { one: "have names of the form *" },
  name_prefix: { one: "have names that begin with *" },
  name_suffix: { one: "have names that end with *" },
  mail_domain: { one: "have addresses at * as names" },
  creation_year: { one: "were made in *" },
  burst: { one: "were made in one burst", several: "were made in # bursts" },
  in_burst: { one: "were made in bursts" },
  key_burst: { one: "have keys made in one burst", several: "have keys made in # bursts" },
  in_key_burst: { one: "have keys made in bursts" },
  group: { one: "are in the group *" },
  tag: { one: "are tagged *" },
  tag_key: { one: "have the tag *" },
  boundary: { one: "have the permissions boundary *" },
  attached_policy: { one: "have the policy * attached to themselves" },
  inline_policy: { one: "have an inline policy called *" },
  key_service: { one: "have keys that were last used for *" },
  key_region: { one: "have keys that were last used in *" },
};

/** What is said of those who carry one of some values of a kind of trait. */
export function traitWords(kind: TraitKind, values: readonly string[]): string {
  const { one, several = one } = WORDS[kind];
  const words = values.length === 1 ? one : several;
  return words.replace("#", () => thousands(values.length)).replace("*", () => listWords(values));
}

function listWords(values: readonly string[]): string {
  const shown = values.slice(0, SHOWN).map(plainText);
  const more = values.length - shown.length;
  return more > 0 ? `${shown.join(", ")} or ${thousands(more)} more` : shown.join(" or ");
}
