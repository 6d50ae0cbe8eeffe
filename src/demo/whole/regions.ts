import type { Account } from "../accounts.js";
import { homeOf } from "../home.js";
import { Prng } from "../prng.js";

/** The Regions that AWS opens for every account, as of January 2021; common ones first. */
const COMMON = [
  ...["us-east-1", "eu-west-1", "us-west-2", "eu-central-1", "us-east-2", "ap-southeast-1", "eu-west-2"],
  ...["ap-southeast-2", "ap-northeast-1", "us-west-1", "ca-central-1", "ap-south-1", "eu-west-3"],
  ...["sa-east-1", "ap-northeast-2", "eu-north-1", "ap-northeast-3"],
] as const;

/** How many Regions accounts have, as often as it is so of 100 accounts. */
const NUMBERS: readonly (readonly [regions: number, times: number])[] = [
  [1, 82],
  [2, 9],
  [3, 4],
  [4, 3],
  [6, 1],
  [17, 1],
];

/**
 * The Regions of an account, its home first. Each must be listed kind by kind to be known as empty, so most accounts are
 * restricted to few; AWS itself has 17 open in every account of that time.
 */
export function regionsOf(account: Account): string[] {
  const prng = new Prng(`regions of ${account.id}`);
  const number = prng.pick(NUMBERS.flatMap(([regions, times]) => Array<number>(times).fill(regions)));
  const { region: home } = homeOf(account);
  const others = COMMON.filter((one) => one !== home);
  const chosen = [home];
  while (chosen.length < number && others.length > 0) {
    // The nearer to the beginning the more common.
    const at = Math.floor(prng.next() * prng.next() * others.length);
    chosen.push(...others.splice(at, 1));
  }
  return chosen;
}

/** What `aws ec2 describe-regions` prints. */
export function regionsDocument(regions: readonly string[]) {
  return {
    Regions: [...regions].sort().map((RegionName) => ({
      Endpoint: `ec2.${RegionName}.amazonaws.com`,
      RegionName,
      OptInStatus: "opt-in-not-required",
    })),
  };
}
