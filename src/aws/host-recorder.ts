import type { AwsClients } from "./aws-clients.js";

/** Where requests really went, by service: `iam` -> `https://iam.amazonaws.com`. */
export type Hosts = ReadonlyMap<string, string>;

/** Records the endpoints that clients use, which settings of many places decide: what counts is where requests go. */
export function recordHosts(clients: AwsClients): Hosts {
  const hosts = new Map<string, string>();
  const recorder =
    (service: string) =>
    <Args, Result>(next: (args: Args) => Promise<Result>) =>
    (args: Args): Promise<Result> => {
      const origin = originOf(args);
      if (origin !== undefined) hosts.set(service, origin);
      return next(args);
    };
  const place = { step: "finalizeRequest", name: "recordHosts", priority: "low" } as const;
  clients.sts.middlewareStack.add(recorder("sts"), place);
  clients.iam.middlewareStack.add(recorder("iam"), place);
  clients.organizations.middlewareStack.add(recorder("organizations"), place);
  return hosts;
}

function originOf(args: unknown): string | undefined {
  const request = member(args, "request");
  const [protocol, hostname, port] = ["protocol", "hostname", "port"].map((name) => member(request, name));
  if (typeof hostname !== "string" || hostname === "") return undefined;
  const scheme = typeof protocol === "string" ? protocol : "https:";
  return `${scheme}//${hostname}${typeof port === "number" ? `:${port}` : ""}`;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
