import { IAMClient, type IAMClientConfig } from "@aws-sdk/client-iam";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { STSClient, type STSClientConfig } from "@aws-sdk/client-sts";
import { abortable } from "./abortable.js";
import { CallCounter } from "./call-counter.js";
import { type Passage, type Preparable, prepare } from "./middleware.js";
import { IAM, ORGANIZATIONS, type Service, STS } from "./service.js";

export type Credentials = NonNullable<STSClientConfig["credentials"]>;

/** Region, endpoints, patience and credentials: what the clients of all services take alike. */
export type ClientConfig = Pick<
  IAMClientConfig,
  "region" | "profile" | "customUserAgent" | "credentials" | "maxAttempts"
> & { readonly requestHandler: STSClient["config"]["requestHandler"] };

/** How clients send: as whom, past which gate, counted where. */
interface Manner extends Passage {
  readonly config: ClientConfig;
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
  readonly #made = new Map<unknown, unknown>();
  readonly #regions = new Map<string, AwsClients>();

  constructor(manner: Manner) {
    this.#manner = manner;
  }

  /** The profile that was asked for, so that an error can name it. */
  get profile(): string | undefined {
    return this.#manner.profile;
  }

  /** Whose limits the requests count against: an account id, or a name for the credentials at hand. */
  get caller(): string {
    return this.#manner.caller;
  }

  /** The Region that was asked for by `in`; undefined: that of the settings. */
  get region(): string | undefined {
    return this.#manner.region;
  }

  get calls(): CallCounter {
    return this.#manner.calls;
  }

  /** Where requests went, by service, of all clients that were made of one another. */
  get hosts(): ReadonlyMap<string, string> {
    return this.#manner.hosts;
  }

  get iam(): IAMClient {
    return this.of(IAM, IAMClient);
  }

  get organizations(): OrganizationsClient {
    return this.of(ORGANIZATIONS, OrganizationsClient);
  }

  get sts(): STSClient {
    return this.of(STS, STSClient);
  }

  /** The client of any service, made when it is first asked for. */
  of<Client extends Preparable>(service: Service, type: new (config: ClientConfig) => Client): Client {
    const known = this.#made.get(type);
    if (known instanceof type) return known;
    const client = prepare(new type(this.#manner.config), service, this.#manner);
    this.#made.set(type, client);
    return client;
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

  /** The same identity in another Region, where other limits are met. */
  in(region: string): AwsClients {
    const manner = { ...this.#manner, config: { ...this.#manner.config, region }, region };
    const clients = this.#regions.get(region) ?? new AwsClients(manner);
    this.#regions.set(region, clients);
    return clients;
  }
}
