import type { CallCounter } from "./call-counter.js";
import type { CallGate } from "./call-gate.js";
import { errorCode } from "./classify-failure.js";
import type { Service } from "./service.js";

type Handler<Args, Result> = (args: Args) => Promise<Result>;

type Middleware = <Args, Result>(
  next: Handler<Args, Result>,
  context: { readonly commandName?: string },
) => Handler<Args, Result>;
interface Place<Step> {
  readonly step: Step;
  readonly name: string;
  readonly priority: "low";
}

/** What every client of the SDK lets be put around its requests. */
export interface Preparable {
  readonly middlewareStack: {
    add(middleware: Middleware, place: Place<"finalizeRequest">): void;
    add(middleware: Middleware, place: Place<"deserialize">): void;
  };
}

/** What the requests of a client pass, and where they are counted. */
export interface Passage {
  readonly gate: CallGate;
  /** Whose limits they count against: an account. */
  readonly caller: string;
  /** Where they go by the wish of the caller; undefined: to the Region of the settings. */
  readonly region?: string;
  readonly calls: CallCounter;
  /** Where requests really went, by service: `iam` -> `https://iam.amazonaws.com`. Settings of many places decide. */
  readonly hosts: Map<string, string>;
}

/**
 * Makes every HTTP attempt of a client, retries too, wait for its turn and count. What is at `finalizeRequest` lies inside
 * the SDK's retry loop, where an answer has become an error; `deserialize` lies behind the signing: a request that was
 * never sent, for there were no credentials to sign it, does not count.
 */
export function prepare<Client extends Preparable>(
  client: Client,
  service: Service,
  { gate, caller, region, calls, hosts }: Passage,
): Client {
  const { middlewareStack: stack } = client;
  stack.add((next) => noQuotaRetries(next, service), at("noQuotaRetries"));
  stack.add(
    (next, { commandName = "Unknown" }) =>
      (args) =>
        gate.pass(service, nameOf(commandName), caller, () => next(args), region),
    at("throughGate"),
  );
  stack.add(
    (next, { commandName = "Unknown" }) =>
      (args) => {
        calls.add(`${service.prefix}:${nameOf(commandName)}`);
        hosts.set(service.prefix, originOf(args));
        return next(args);
      },
    { step: "deserialize", name: "countAttempts", priority: "low" },
  );
  return client;
}

function at(name: string) {
  return { step: "finalizeRequest", name, priority: "low" } as const;
}

/** Keeps the SDK from sending a request again that met a quota: it knows such errors by their name. */
function noQuotaRetries<Args, Result>(
  next: Handler<Args, Result>,
  { quotas = [] }: Service,
): Handler<Args, Result> {
  return async (args) => {
    try {
      return await next(args);
    } catch (error) {
      const code = errorCode(error);
      if (error instanceof Error && quotas.includes(code)) error.name = code;
      throw error;
    }
  };
}

/** `ListUsers` for ListUsersCommand. */
function nameOf(commandName: string): string {
  return commandName.replace(/Command$/, "");
}

function originOf(args: unknown): string {
  const request = member(args, "request");
  const [protocol, hostname, port] = ["protocol", "hostname", "port"].map((name) => member(request, name));
  return `${protocol ?? "https:"}//${hostname}${typeof port === "number" ? `:${port}` : ""}`;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
