import type { CohortAccount, CohortUser } from "../cohort.js";
import type { Prng } from "../prng.js";
import { timeText } from "../time-text.js";
import { uniqueId } from "../unique-id.js";
import type { Month } from "./month.js";

const DAY = 86_400;

/** Users that were made in a month: every other one a person without a device and with a key made at set-up. */
export function newUser(account: CohortAccount, month: Month, nth: number, prng: Prng): CohortUser {
  const created = month.now - (2 + prng.below(25)) * DAY - prng.below(DAY);
  const person = nth % 2 === 0;
  const name = `${person ? "contractor" : "svc-import"}-${timeText(month.now).slice(0, 7)}-${nth}`;
  return {
    id: uniqueId("AIDA", prng),
    name,
    path: "/",
    arn: `arn:aws:iam::${account.id}:user/${name}`,
    grants: { groups: ["ReadOnly"], attached: [], inline: undefined, tags: [] },
    dated: {
      kind: person ? "person" : "service",
      created,
      password: person ? { changed: created, used: month.now - DAY } : undefined,
      device: undefined,
      keys: [{ active: true, rotated: created + (person ? 4 : DAY), used: month.now - 3600 }, undefined],
    },
  };
}
