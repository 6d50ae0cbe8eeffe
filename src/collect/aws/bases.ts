import type { AwsClients } from "../../aws/aws-clients.js";
import type { CallGate } from "../../aws/call-gate.js";
import { createClients } from "../../aws/clients.js";
import { type CallerIdentity, callerIdentity } from "./caller-identity.js";

/** Clients with a person's own credentials, and whose they are. */
export interface Base {
  readonly clients: AwsClients;
  readonly identity: CallerIdentity;
}

/** The credentials that a run starts from, by profile and Region: each is looked up once. */
export class Bases {
  readonly #gate: CallGate;
  readonly #known = new Map<string, Promise<Base>>();

  constructor(gate: CallGate) {
    this.#gate = gate;
  }

  /** @throws UserError when there are no credentials, they are not accepted, or AWS cannot be reached */
  of(profile: string | undefined, region: string | undefined): Promise<Base> {
    const key = JSON.stringify([profile ?? null, region ?? null]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const base = this.#open(profile, region);
    this.#known.set(key, base);
    return base;
  }

  async #open(profile: string | undefined, region: string | undefined): Promise<Base> {
    const clients = await createClients({ profile, region, gate: this.#gate });
    return { clients, identity: await callerIdentity(clients) };
  }
}
