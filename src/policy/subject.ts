import type { Principal } from "./context.js";
import type { RoleKnowledge } from "./known-roles.js";
import type { PolicySource } from "./policy-source.js";

/** Evidence on a whole layer: what is there, `missing` when it was not collected, `none` when nothing can apply. */
export type Evidence<T> = T | "missing" | "none";

/** What a user signs in and calls with. Null: not known. */
export interface Credentials {
  readonly device: boolean | null;
  /** `true` when every device the user has is a FIDO key, which gives no API session. */
  readonly fidoOnly: boolean | null;
  /** Whether the user has a console password. */
  readonly console: boolean | null;
  /** Whether the user has an active access key. */
  readonly keys: boolean | null;
  /**
   * Services, as actions name them, that its other credentials are good for: certificates, SSH keys and service-specific
   * credentials. An access key is good for all.
   */
  readonly services?: readonly string[];
}

/** Services that are all a user without access keys can reach by signing requests; null: it has keys, or nothing else. */
export function onlyServices({ keys, services = [] }: Credentials): readonly string[] | null {
  return keys === false && services.length > 0 ? services : null;
}

/** What the console and key verdicts are asked about. Null always means "not known". */
export interface Subject extends Credentials {
  readonly principal: Principal;
  readonly partition: string;
  /** Root, OUs, account, in this order; a level that was not collected is `missing`, and so is an empty one. */
  readonly scps: Evidence<readonly (readonly PolicySource[] | "missing")[]>;
  /** Resource control policies restrict only; without them verdicts err towards less enforced. */
  readonly rcps?: readonly PolicySource[];
  readonly identity: Evidence<readonly PolicySource[]>;
  readonly boundary: Evidence<PolicySource>;
  /** ARNs of the groups the user is in. */
  readonly groupArns: readonly string[] | null;
  /** Without it no role is known: whoever may assume any may become anything. */
  readonly roles?: RoleKnowledge;
}
