import { before } from "./before.js";
import { allow, requireMfa } from "./policies.js";
import type { KeySeed, UserSeed } from "./seed.js";

/** A user whose state other tools judge wrongly, and what is true of it. */
export interface Trap {
  readonly truth: string;
  readonly user: UserSeed;
}

const YEARS = { days: 3 * 365 };

/**
 * Users whose credentials are easy to judge wrongly, all dated from the audit time. The names are the cases. Needs the
 * groups and policies of `policies.ts`.
 */
export function trapUsers(accountId: string, asOf: Date): readonly Trap[] {
  const parts = [neverUsed, boundaries, atSetup, twoKeys, devices, hostileNames, enforced, leftovers];
  return parts.flatMap((part) => part({ accountId, asOf, ago: (days) => before(asOf, { days }) }));
}

interface Scene {
  readonly accountId: string;
  readonly asOf: Date;
  readonly ago: (days: number) => string;
}

/** A user of some years; a console password or keys only where a trap says so. */
function user(scene: Scene, name: string, more: Partial<UserSeed> = {}): UserSeed {
  return { name, created: before(scene.asOf, YEARS), ...more };
}

/** An active key, used yesterday. */
function key({ ago }: Scene, days: number, more: KeySeed = {}): KeySeed {
  return { created: ago(days), last_used: ago(Math.min(1, days / 2)), ...more };
}

function neverUsed(scene: Scene): Trap[] {
  const { ago } = scene;
  return [
    {
      truth: "An active key of 400 days that was never used: unused since its creation.",
      user: user(scene, "never-used-key", { keys: [{ created: ago(400) }] }),
    },
    {
      truth: "A password of 200 days that was never used: unused since it was set.",
      user: user(scene, "never-used-password", {
        password: { last_changed: ago(200) },
        mfa: [{ kind: "virtual" }],
      }),
    },
    {
      truth: "Everything is an hour old and nothing was used yet: no finding.",
      user: {
        name: "brand-new",
        created: before(scene.asOf, { hours: 1 }),
        password: { last_changed: before(scene.asOf, { seconds: 3500 }) },
        mfa: [{ kind: "virtual" }],
      },
    },
    {
      truth: "The console was used yesterday, the key not for 300 days: the user is used, the key is not.",
      user: user(scene, "fresh-password-stale-key", {
        password: { last_changed: ago(30), last_used: ago(1) },
        mfa: [{ kind: "virtual" }],
        keys: [key(scene, 600, { last_used: ago(300) })],
      }),
    },
  ];
}

function boundaries(scene: Scene): Trap[] {
  const { asOf, ago } = scene;
  return [
    {
      truth: "90.4 days with a limit of 90: over it, though 90 whole days.",
      user: user(scene, "ninety-point-four", { keys: [key(scene, 90.4)] }),
    },
    {
      truth: "Exactly 90 days: not older than 90 (age is judged by >), but idle 90 days (idleness by >=).",
      user: user(scene, "exactly-ninety", { keys: [{ created: ago(90), last_used: ago(90) }] }),
    },
    {
      truth: "One second less than 90 days idle and old: neither.",
      user: user(scene, "ninety-less-a-second", {
        keys: [
          {
            created: before(asOf, { days: 90, seconds: -1 }),
            last_used: before(asOf, { days: 90, seconds: -1 }),
          },
        ],
      }),
    },
  ];
}

function atSetup(scene: Scene): Trap[] {
  const { asOf } = scene;
  const created = before(asOf, { days: 60 });
  const after = (seconds: number) => before(asOf, { days: 60, seconds: -seconds });
  const console_ = {
    password: { last_changed: after(1), last_used: scene.ago(2) },
    mfa: [{ kind: "virtual" }],
  } as const;
  const used = { last_used: scene.ago(1) };
  return [
    {
      truth: "A key 5 seconds after the user, who has a password: made at setup.",
      user: { name: "key-at-setup", created, ...console_, keys: [{ created: after(5), ...used }] },
    },
    {
      truth: "A key 11 seconds after the user: outside the window of 10.",
      user: { name: "key-after-setup", created, ...console_, keys: [{ created: after(11), ...used }] },
    },
    {
      truth: "The key of setup is the second in the report, after one that was made later.",
      user: {
        name: "key-at-setup-in-slot-2",
        created,
        ...console_,
        keys: [
          { id: `AKIAA${scene.accountId}AAA`, created: after(86_400), ...used },
          { id: `AKIAZ${scene.accountId}AAA`, created: after(10), ...used },
        ],
      },
    },
    {
      truth: "The key of setup is switched off: no finding.",
      user: {
        name: "key-at-setup-inactive",
        created,
        ...console_,
        keys: [{ created: after(5), status: "Inactive", ...used }],
      },
    },
    {
      truth: "A machine user without a password: its key at setup is how it is meant.",
      user: { name: "machine-key-at-setup", created, keys: [{ created, ...used }] },
    },
  ];
}

function twoKeys(scene: Scene): Trap[] {
  const { ago } = scene;
  return [
    {
      truth: "The active key is 10 days old, the old one inactive: no active key is old.",
      user: user(scene, "active-and-old-differ", {
        keys: [key(scene, 10), key(scene, 300, { status: "Inactive", last_used: ago(200) })],
      }),
    },
    {
      truth: "Keys of 85 and 2 days: two active keys, and probably a rotation.",
      user: user(scene, "rotating", { keys: [key(scene, 85), key(scene, 2)] }),
    },
    {
      truth: "Both keys are over a year old: two permanent keys.",
      user: user(scene, "two-permanent-keys", { keys: [key(scene, 500), key(scene, 900)] }),
    },
    {
      truth: "Two inactive keys: they keep their dates in the report and are no active keys.",
      user: user(scene, "two-inactive-keys", {
        keys: [key(scene, 500, { status: "Inactive" }), key(scene, 400, { status: "Inactive" })],
      }),
    },
    {
      truth: "A key used for S3, which has no Region: its Region is N/A, yet it was used.",
      user: user(scene, "s3-key", { keys: [key(scene, 20, { region: "N/A", service: "s3" })] }),
    },
  ];
}

/** Something that does harm: a user who can do nothing needs no MFA. */
const WORK = { work: allow(["s3:*", "ec2:*"]) };

function devices(scene: Scene): Trap[] {
  const { ago } = scene;
  const password = { last_changed: ago(40), last_used: ago(1) };
  return [
    { truth: "No MFA device.", user: user(scene, "no-mfa", { password, inline_policies: WORK }) },
    { truth: "No MFA device, and nothing it could do.", user: user(scene, "powerless", { password }) },
    {
      truth: "A FIDO key: MFA, and not a virtual device.",
      user: user(scene, "fido", { password, mfa: [{ kind: "fido" }] }),
    },
    {
      truth: "A hardware TOTP token: MFA, and not a virtual device.",
      user: user(scene, "hardware", { password, mfa: [{ kind: "hardware" }] }),
    },
    {
      truth: "A virtual device and a FIDO key: not only virtual.",
      user: user(scene, "virtual-and-fido", { password, mfa: [{ kind: "virtual" }, { kind: "fido" }] }),
    },
    {
      truth: "A virtual device of this name exists but is assigned to nobody: no MFA.",
      user: user(scene, "unassigned-device", { password, inline_policies: WORK }),
    },
  ];
}

/** Names that IAM allows and that break what splits on commas, joins on prefixes or opens in a spreadsheet. */
function hostileNames(scene: Scene): Trap[] {
  const password = { last_changed: scene.ago(40), last_used: scene.ago(1) };
  const mfa = [{ kind: "virtual" }] as const;
  return [
    {
      truth: "A comma in the name; no MFA.",
      user: user(scene, "smith,john", { password, inline_policies: WORK }),
    },
    {
      truth: "Begins like a formula; no MFA.",
      user: user(scene, "=1+1", { password, inline_policies: WORK }),
    },
    {
      truth: "A path, which is in the ARN and not in the name; no MFA.",
      user: user(scene, "pathfinder", { path: "/engineering/ops/", password, inline_policies: WORK }),
    },
    {
      truth: "Has MFA; its name is the beginning of the next one.",
      user: user(scene, "ann", { password, mfa }),
    },
    {
      truth: "Has no MFA; its name begins with the one before.",
      user: user(scene, "anna", { password, inline_policies: WORK }),
    },
  ];
}

function enforced(scene: Scene): Trap[] {
  const password = { last_changed: scene.ago(40), last_used: scene.ago(1) };
  return [
    {
      truth: "No device, but a policy of its own denies all but enrolment without MFA: enforced.",
      user: user(scene, "enforced-by-policy", {
        password,
        inline_policies: { ...WORK, "require-mfa": requireMfa("BoolIfExists") },
      }),
    },
    {
      truth: "No device; a group enforces it.",
      user: user(scene, "enforced-by-group", { password, groups: ["mfa-enforced", "developers"] }),
    },
    {
      truth: "No device; the policy says Bool, so access keys are not bound: only partly enforced.",
      user: user(scene, "partly-enforced", {
        password,
        keys: [key(scene, 20)],
        inline_policies: { ...WORK, "require-mfa": requireMfa("Bool") },
      }),
    },
    {
      truth: "A permissions boundary limits an administrator.",
      user: user(scene, "bounded-administrator", {
        password,
        attached_policies: ["arn:aws:iam::aws:policy/AdministratorAccess"],
        permissions_boundary: `arn:aws:iam::${scene.accountId}:policy/guard/boundary`,
      }),
    },
  ];
}

function leftovers(scene: Scene): Trap[] {
  const { ago } = scene;
  return [
    { truth: "No credential at all: nothing to judge.", user: user(scene, "no-credentials") },
    {
      truth: "The password is gone; the API still tells its last use, the report does not.",
      user: user(scene, "password-removed", { password: { enabled: false, last_used: ago(10) } }),
    },
    {
      truth: "Credentials that the report does not show: an SSH key, Git and Bedrock credentials.",
      user: user(scene, "hidden-credentials", {
        ssh_keys: [{ created: ago(700) }],
        service_credentials: [
          { service: "codecommit.amazonaws.com", created: ago(700) },
          { service: "bedrock.amazonaws.com", created: ago(20), expires: before(scene.asOf, { days: -10 }) },
        ],
      }),
    },
    {
      truth: "Two signing certificates, one of them active.",
      user: user(scene, "certificates", {
        certificates: [{ created: ago(800) }, { created: ago(1200), status: "Inactive" }],
      }),
    },
    {
      truth: "AWS saw its key in public and quarantined it.",
      user: user(scene, "quarantined", {
        keys: [key(scene, 200)],
        attached_policies: ["arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3"],
        tags: { owner: "nobody@example.com", "cost center": "=1+1" },
      }),
    },
  ];
}
