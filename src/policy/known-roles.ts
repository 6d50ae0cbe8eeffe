import type { Tier } from "../model/tiers.js";
import type { PolicySource } from "./policy-source.js";

/** What somebody has who assumes a role: what its sessions may do, and the roles they can assume in turn. */
export interface RoleGift {
  /** Something beyond the harmless set. */
  readonly harmful: boolean;
  /** Highest access level among it: index into LEVELS. */
  readonly level: number;
  readonly tier: Tier;
  /** False: policies of the role were not collected or need too much work, so it may give anything. */
  readonly known: boolean;
}

/** What a role counts as whose policies are not known. */
export const UNKNOWN_GIFT: RoleGift = { harmful: true, level: 3, tier: "escalation", known: false };
/** Before what a role gives is worked out. */
export const NO_GIFT: RoleGift = { harmful: false, level: 0, tier: "none", known: true };

/** A role that a principal may be able to assume. */
export interface KnownRole {
  readonly arn: string;
  readonly trust: PolicySource;
  readonly gives: RoleGift;
}

/** What is known of the roles that a principal could assume. */
export interface RoleKnowledge {
  /** Accounts of which every role is known: those that are not in `roles` do not trust the principal. */
  readonly accounts: ReadonlySet<string>;
  readonly roles: readonly KnownRole[];
}
