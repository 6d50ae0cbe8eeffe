import type { Account } from "./accounts.js";
import { Prng } from "./prng.js";

/** Where the people of an account sit. */
export interface Home {
  /** The Region that most of the account is in. */
  readonly region: string;
  /** Hours that its clocks are ahead of UTC, in winter of the north. */
  readonly zone: number;
}

const home = (region: string, zone: number): Home => ({ region, zone });

/** Listed as often as they are common. */
const HOMES: readonly Home[] = [
  ...Array<Home>(4).fill(home("us-east-1", -5)),
  ...Array<Home>(3).fill(home("us-west-2", -8)),
  ...Array<Home>(2).fill(home("eu-west-1", 0)),
  ...Array<Home>(2).fill(home("eu-central-1", 1)),
  home("us-east-2", -6),
  home("ap-south-1", 5.5),
  home("ap-northeast-1", 9),
  home("ap-southeast-2", 11),
];

/** The home of an account; accounts of one organization have the same one. */
export function homeOf({ id, membership }: Pick<Account, "id" | "membership">): Home {
  return new Prng(`home of ${membership?.orgId ?? id}`).pick(HOMES);
}
