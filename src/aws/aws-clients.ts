import { IAMClient, type IAMClientConfig } from "@aws-sdk/client-iam";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { STSClient, type STSClientConfig } from "@aws-sdk/client-sts";
import { abortable } from "./abortable.js";
import { CallCounter } from "./call-counter.js";
import type { CallGate } from "./call-gate.js";
import {
  countAttempts,
  neverRetryQuotas,
  PER_ATTEMPT,
  PER_FAILURE,
  PER_TURN,
  throughGate,
} from "./middleware.js";

export type Credentials = NonNullable<STSClientConfig["credentials"]>;

/** Region, endpoints, patience and credentials: what the clients of all services take alike. */
export type ClientConfig = Pick<
  IAMClientConfig,
  "region" | "profile" | "customUserAgent" | "credentials" | "maxAttempts"
> & { readonly requestHandler: STSClient["config"]["requestHandler"] };

/** How clients send: as whom, past which gate, counted where. */
interface Manner {
  readonly config: ClientConfig;
  readonly gate: CallGate;
  readonly caller: string;
  readonly calls: CallCounter;
  readonly profile: string | undefined;
}

export interface OtherIdentity {
  /** Those of a role; without them the same credentials are used. */
  readonly credentials?: Credentials;
  /** Whose limits the requests count against: an account. */
  readonly caller: string;
  /** Where their requests are counted; without it apart from all others. */
  readonly calls?: CallCounter;
  /** Ends every request under way, and lets none begin. */
  readonly signal?: AbortSignal;
}

/** The clients that act with one identity in one account, made when they are first used, and what they sent. */
export class AwsClients {
  readonly #manner: Manner;
  #iam: IAMClient | undefined;
  #organizations: OrganizationsClient | undefined;
  #sts: STSClient | undefined;

  /** `sts`: a client that is there already, from before the credentials were known. */
  constructor(manner: Manner, sts?: STSClient) {
    this.#manner = manner;
    if (sts !== undefined) this.#sts = this.#prepared(sts);
  }

  /** The profile that was asked for, so that an error can name it. */
  get profile(): string | undefined {
    return this.#manner.profile;
  }

  /** Whose limits the requests count against: an account id, or a name for the credentials at hand. */
  get caller(): string {
    return this.#manner.caller;
  }

  get calls(): CallCounter {
    return this.#manner.calls;
  }

  get iam(): IAMClient {
    if (this.#iam !== undefined) return this.#iam;
    const { config, gate, caller, calls } = this.#manner;
    const client = new IAMClient(config);
    client.middlewareStack.add(neverRetryQuotas, PER_FAILURE);
    client.middlewareStack.add(throughGate("iam", gate, caller), PER_TURN);
    client.middlewareStack.add(countAttempts("iam", calls), PER_ATTEMPT);
    this.#iam = client;
    return client;
  }

  get organizations(): OrganizationsClient {
    if (this.#organizations !== undefined) return this.#organizations;
    const { config, gate, caller, calls } = this.#manner;
    const client = new OrganizationsClient(config);
    client.middlewareStack.add(throughGate("organizations", gate, caller), PER_TURN);
    client.middlewareStack.add(countAttempts("organizations", calls), PER_ATTEMPT);
    this.#organizations = client;
    return client;
  }

  get sts(): STSClient {
    this.#sts ??= this.#prepared(new STSClient(this.#manner.config));
    return this.#sts;
  }

  /** Clients in the same manner (region, endpoints, patience, gate) that act for somebody else and count apart. */
  as({ credentials, caller, calls, signal }: OtherIdentity): AwsClients {
    const { config } = this.#manner;
    const requestHandler = signal ? abortable(config.requestHandler, signal) : config.requestHandler;
    return new AwsClients({
      ...this.#manner,
      config: { ...config, requestHandler, ...(credentials && { credentials }) },
      caller,
      calls: calls ?? new CallCounter(),
    });
  }

  #prepared(client: STSClient): STSClient {
    const { gate, caller, calls } = this.#manner;
    client.middlewareStack.add(throughGate("sts", gate, caller), PER_TURN);
    client.middlewareStack.add(countAttempts("sts", calls), PER_ATTEMPT);
    return client;
  }
}
