import type { CohortAccount, CohortUser } from "./cohort.js";
import type { GroupName, PolicyName } from "./policies.js";
import { Prng } from "./prng.js";

/** What an account adds to the permissions of its users. */
export interface AccountGuards {
  /** Policies that groups have beside their own. */
  readonly groups: Readonly<Partial<Record<GroupName, readonly PolicyName[]>>>;
  /** Policies that are attached to a user beside its own. */
  attachedTo(user: CohortUser): readonly PolicyName[];
  boundaryOf(user: CohortUser): PolicyName | undefined;
  /** The user is in no group and has no policy. */
  isBare(user: CohortUser): boolean;
}

/** What says nothing about MFA: in some accounts developers have a boundary. */
export function plainGuards(account: CohortAccount): AccountGuards {
  const bounded = new Prng(`boundary of ${account.id}`).chance(0.08);
  return {
    groups: {},
    attachedTo: () => [],
    boundaryOf: ({ grants }) =>
      bounded && grants.groups.includes("Developers") ? "DeveloperBoundary" : undefined,
    isBare: () => false,
  };
}

/** How people of an account are asked for MFA. Listed as often as it is common. */
const GUARDED: readonly (PolicyName | "none")[] = [
  ...Array<"none">(7).fill("none"),
  "ManageOwnMfa",
  "ForceMfa",
  "StorageNeedsMfa",
];
const PEOPLE: readonly GroupName[] = ["Administrators", "Developers", "Operators", "Billing", "ReadOnly"];

/** Draws the guards of an account; the same at every call. */
export function accountGuards(account: CohortAccount): AccountGuards {
  const prng = new Prng(`guards of ${account.id}`);
  const guard = prng.pick(GUARDED);
  const boundary = prng.chance(0.1) ? prng.pick(["MfaBoundary", "DeveloperBoundary"] as const) : undefined;
  const draws = new Map(
    account.users.map((user) => {
      const own = new Prng(`guards of ${user.arn}`);
      return [user, { quarantined: own.chance(0.001), god: own.chance(0.004), bare: own.chance(0.02) }];
    }),
  );
  const people = ({ dated }: CohortUser) => dated.kind === "person";
  return {
    groups: guard === "none" ? {} : Object.fromEntries(PEOPLE.map((group) => [group, [guard]])),
    attachedTo: (user) => {
      const { quarantined = false, god = false } = draws.get(user) ?? {};
      const key = user.dated.keys.some((one) => one?.active === true);
      return [
        ...(god ? (["god-mode"] as const) : []),
        ...(quarantined && key ? (["AWSCompromisedKeyQuarantine"] as const) : []),
      ];
    },
    boundaryOf: (user) => (people(user) ? boundary : undefined),
    isBare: (user) => people(user) && draws.get(user)?.bare === true,
  };
}
