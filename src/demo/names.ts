import type { UserKind } from "./dated-user.js";
import type { Prng } from "./prng.js";
import { BATCHES, FIRST_NAMES, LAST_NAMES, ODD_NAMES, SERVICE_SUFFIXES } from "./words.js";
import { PROGRAMS } from "./workloads.js";

/** How accounts write people's names, listed as often as they are common. */
const STYLES = [
  ...(["dots", "dots", "dots", "dots", "dots", "initial", "initial", "initial"] as const),
  ...(["capitals", "capitals", "capitals", "email"] as const),
];

/** The user names of one account; IAM keeps them unique without regard to case. */
export class AccountNames {
  readonly #taken = new Set<string>();
  readonly #prng: Prng;
  readonly #style: (typeof STYLES)[number];
  readonly #batch: string;

  constructor(prng: Prng) {
    this.#prng = prng;
    this.#style = prng.pick(STYLES);
    this.#batch = prng.pick(BATCHES);
  }

  /** A name that no other user of the account has. */
  next(kind: UserKind): string {
    const wish = this.#prng.chance(0.004) ? this.#prng.pick(ODD_NAMES) : this.#wish(kind);
    if (kind !== "batch" && this.#take(wish)) return wish;
    const [local, domain] = splitAtDomain(wish);
    for (let number = kind === "batch" ? 1 : 2; ; number += 1) {
      const name = `${local}${kind === "person" ? "" : "-"}${String(number).padStart(2, "0")}${domain}`;
      if (this.#take(name)) return name;
    }
  }

  #take(name: string): boolean {
    const key = name.toLowerCase();
    if (this.#taken.has(key)) return false;
    this.#taken.add(key);
    return true;
  }

  #wish(kind: UserKind): string {
    if (kind === "batch") return this.#batch;
    if (kind === "person") return this.#person();
    const name = this.#prng.pick(PROGRAMS);
    return this.#prng.chance(0.6) ? `${name}-${this.#prng.pick(SERVICE_SUFFIXES)}` : name;
  }

  #person(): string {
    const first = this.#prng.pick(FIRST_NAMES);
    const last = this.#prng.pick(LAST_NAMES);
    if (this.#style === "initial") return first.charAt(0) + last;
    if (this.#style === "email") return `${first}.${last}@example.com`;
    return this.#style === "dots" ? `${first}.${last}` : `${capital(first)}.${capital(last)}`;
  }
}

/** A user's IAM path: most have none. */
export function userPath(prng: Prng, kind: UserKind): string {
  if (kind === "service") return prng.chance(0.3) ? "/service/" : "/";
  if (kind === "batch") return "/";
  return prng.chance(0.12) ? `/team-${prng.pick(["x", "data", "web", "ops"])}/` : "/";
}

/** Splits `ana@example.com` so that a number can stand before the `@`; other names have no domain. */
function splitAtDomain(name: string): [local: string, domain: string] {
  const at = name.lastIndexOf("@");
  return at > 0 ? [name.slice(0, at), name.slice(at)] : [name, ""];
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
