import { CONTEXTS, type ContextKind } from "./context.js";
import { ENROL } from "./harmless.js";
import { type Judge, outOfReach } from "./judge.js";
import type { Gap } from "./model.js";
import { judgePath, type PathVerdict } from "./path-verdict.js";
import { type Credentials, onlyServices } from "./subject.js";
import { otherUsers, ownUser } from "./targets.js";
import type { Leaning } from "./truths.js";

/** Kinds of requests that the holder of a path can send without MFA. */
export const CONSOLE_KINDS: readonly ContextKind[] = [CONTEXTS.console];
export const KEY_KINDS: readonly ContextKind[] = [CONTEXTS.key, CONTEXTS["key-session"]];
const SERVICE_KINDS: readonly ContextKind[] = [CONTEXTS["service-credential"]];

/** Kinds of requests by path; none where the path does not exist. */
export interface Paths {
  readonly console: readonly ContextKind[];
  readonly key: readonly ContextKind[];
  /** What can be sent by whoever has a device too. Credentials for one service give no session that could carry MFA. */
  readonly mfa: readonly ContextKind[];
}

export type Warning =
  /** Without MFA, devices can be enrolled for other users too. */
  | "enrol-others"
  /** Policy asks the keys for MFA, but FIDO devices give no API session: the keys cannot be used. */
  | "fido-only-keys"
  /** All that is open without MFA is to assume roles of which nothing is known. */
  | "unknown-roles";

/** What MFA protects of one user. */
export interface EffectiveMfa {
  readonly console: PathVerdict;
  readonly key: PathVerdict;
  /** The console verdict if the registered device were removed: what policy alone does. */
  readonly consoleWithoutDevice: PathVerdict;
  readonly deviceRegistered: boolean | null;
  /** No device is registered, and whoever comes first can register one. Null: not known. */
  readonly claimable: boolean | null;
  readonly warnings: readonly Warning[];
  readonly gaps: readonly Gap[];
}

const NOTHING = { by: [], robust: false, statements: [] };
const NOT_APPLICABLE: PathVerdict = { verdict: "not_applicable", ...NOTHING };
const UNKNOWN: PathVerdict = { verdict: "unknown", ...NOTHING };
const SIGN_IN: PathVerdict = { verdict: "enforced", by: ["signin"], robust: true, statements: [] };

/** A path that may not exist: only a verdict that holds anyway can be given. */
function ifThere(there: boolean | null, verdict: () => PathVerdict): PathVerdict {
  if (there === false) return NOT_APPLICABLE;
  const found = verdict();
  return there === null && found.verdict !== "enforced" ? UNKNOWN : found;
}

function enrols(
  judge: Judge,
  action: string,
  enrolIndex: ReadonlyMap<string, number>,
  kinds: readonly ContextKind[],
) {
  const index = enrolIndex.get(action.toLowerCase());
  const atom = index === undefined ? undefined : judge.atoms.of.get(index);
  return (whom: "self" | "others", leaning: Leaning) =>
    atom !== undefined &&
    kinds.some((kind) => {
      const one = judge.atoms.atoms[atom];
      if (one === undefined || outOfReach(kind, one)) return false;
      const target = whom === "self" ? ownUser(judge.model) : otherUsers(judge.model);
      return judge.mayReach(atom, judge.conditions(kind, leaning), target);
    });
}

function claimable(
  judge: Judge,
  { device }: Credentials,
  indexOf: ReadonlyMap<string, number>,
  kinds: readonly ContextKind[],
): boolean | null {
  if (device === true) return false;
  const open = enrols(judge, ENROL, indexOf, kinds);
  if (!open("self", "against")) return false;
  if (device === null || judge.model.gaps.some((gap) => gap.layer !== "rcp")) return null;
  return open("self", "for") ? true : null;
}

/** The requests that are possible with these credentials at all. */
export function pathsOf(credentials: Credentials): Paths {
  const { console, keys, device } = credentials;
  const services = onlyServices(credentials) !== null;
  return {
    console: console === false || device === true ? [] : CONSOLE_KINDS,
    key: services ? SERVICE_KINDS : keys === false ? [] : KEY_KINDS,
    mfa: services && console === false ? SERVICE_KINDS : [CONTEXTS.mfa],
  };
}

function opensOnlyUnknownRoles(judge: Judge, kinds: readonly ContextKind[]): boolean {
  const open = kinds.flatMap((kind) => judge.harmful(judge.reach(judge.conditions(kind, "against")), kind));
  return open.length > 0 && open.every((atom) => judge.atoms.atoms[atom]?.role?.hop === null);
}

/** @param indexOf catalogue indices by action in lower case */
export function effectiveMfa(
  judge: Judge,
  credentials: Credentials,
  indexOf: ReadonlyMap<string, number>,
): EffectiveMfa {
  const { gaps } = judge.model;
  const byPolicy = judgePath(judge, CONSOLE_KINDS);
  const consoleWithoutDevice = ifThere(credentials.console, () => byPolicy);
  const signIn = credentials.device === true ? SIGN_IN : byPolicy;
  const unsure = credentials.device === null && byPolicy.verdict !== "enforced";
  const paths = pathsOf(credentials);
  const hasKey = paths.key.length === 0 ? false : credentials.keys === null ? null : true;
  const key = ifThere(hasKey, () => judgePath(judge, paths.key));
  const kinds = [...paths.console, ...paths.key];
  const others = ["iam:EnableMFADevice", "iam:ResyncMFADevice"].some((action) =>
    enrols(judge, action, indexOf, kinds)("others", "against"),
  );
  const warnings: Warning[] = [];
  if (others) warnings.push("enrol-others");
  if (credentials.fidoOnly === true && key.verdict === "enforced" && key.by[0] !== "no-permissions") {
    warnings.push("fido-only-keys");
  }
  if (opensOnlyUnknownRoles(judge, kinds)) warnings.push("unknown-roles");
  return {
    console: ifThere(credentials.console, () => (unsure ? UNKNOWN : signIn)),
    key,
    consoleWithoutDevice,
    deviceRegistered: credentials.device,
    claimable: claimable(judge, credentials, indexOf, kinds),
    warnings,
    gaps,
  };
}
