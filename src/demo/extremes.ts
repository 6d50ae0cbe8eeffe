import type { DatedUser } from "./dated-user.js";

const at = (time: string) => Date.parse(time) / 1000;

/**
 * The three users with the published extreme dates. Each belongs to a row of `allocation.ts` that is one short.
 *
 * The last sign-in of March 2014 lies before AWS recorded sign-ins (2014-10-20), so a faithful report says
 * `no_information` and the password's last change stands in for it; that user has no key, for any other
 * credential would be the younger date.
 */
export const EXTREMES: readonly DatedUser[] = [
  {
    kind: "service",
    created: at("2011-08-09T15:12:41Z"),
    password: undefined,
    device: undefined,
    keys: [
      { active: true, rotated: at("2011-08-17T09:31:05Z"), used: at("2021-01-22T14:05:00Z") }, // oldest of all keys
      undefined,
    ],
  },
  {
    kind: "service",
    created: at("2013-05-14T11:20:33Z"),
    password: undefined,
    device: undefined,
    keys: [
      undefined,
      { active: true, rotated: at("2013-05-16T08:02:19Z"), used: at("2015-04-24T13:47:00Z") }, // longest unused
    ],
  },
  {
    kind: "person",
    created: at("2014-03-04T10:15:09Z"),
    password: { changed: at("2014-03-11T16:38:52Z"), used: undefined }, // last signed in in March 2014
    device: undefined,
    keys: [undefined, undefined],
  },
];
