import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { AccountUpdate, ServerSeed } from "./seed.js";

/** What a call meets instead of its usual answer. */
export interface Fault {
  readonly kind:
    | "access_denied"
    | "throttle_400"
    | "throttle_429"
    | "error_500"
    | "timeout"
    | "connection_reset"
    | "truncated_body"
    | "report_never_ready"
    | "report_expired"
    | "report_not_present"
    | "malformed_report"
    | "limit_exceeded"
    | "expired_credentials"
    | "error_code"
    | "empty_page_with_token";
  /** `iam:ListUsers`, or with wildcards; all actions when not given. */
  readonly action?: string;
  /** The account that calls; every account when not given. */
  readonly account?: string;
  /** The Region that is called; every one when not given. */
  readonly region?: string;
  /** How many calls it hits; all when not given. */
  readonly times?: number;
  /** How many matching calls pass first. */
  readonly after?: number;
  /** How long a `timeout` hangs before the connection is dropped. */
  readonly seconds?: number;
  /** What a `malformed_report` says, or the code of an `error_code`. */
  readonly text?: string;
}

/** An answer of a JSON service, word for word: for what the server does not know by itself. */
export interface CannedAnswer {
  /** `config:DescribeConfigurationRecorders`; of REST services `access-analyzer:GET /analyzer`. */
  readonly action: string;
  readonly account?: string;
  readonly region?: string;
  /** What the request must hold, in its query or its body. */
  readonly params?: Readonly<Record<string, unknown>>;
  readonly answer?: unknown;
  /** The code of an error instead. */
  readonly error?: string;
}

/** How often each action (`iam:ListUsers`) was called, by the account of the caller. */
export interface CallCounts {
  readonly total: number;
  readonly by_action: Readonly<Record<string, number>>;
  readonly by_account: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly most_in_flight: number;
}

export interface LoggedCall {
  /** Epoch seconds, with fraction. */
  readonly at: number;
  readonly account: string;
  readonly region: string;
  readonly action: string;
  /** 0: not answered (yet). */
  readonly status: number;
}

export interface ServerSettings {
  readonly latency_ms?: number;
  /** No page is longer than this, whatever the client asks; null: AWS's limits. */
  readonly page_size?: number | null;
  readonly report_polls?: number;
  readonly timestamp_style?: "Z" | "+00:00";
  /** The server's clock stands at this time; null: it goes. */
  readonly now?: string | null;
  /** The Regions that accounts have enabled: three where nothing is said; null: all that moto knows. */
  readonly regions?: readonly string[] | null;
}

export interface AccountCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** An AWS-compatible server for IAM, STS and Organizations, in a process of its own. */
export interface AwsServer {
  readonly endpoint: string;
  /** What a process needs to talk to it. Its access key nobody made: it counts as account 123456789012. */
  readonly env: Readonly<Record<string, string>>;
  /** Adds accounts and an organization. */
  seed(seed: ServerSeed): Promise<void>;
  /** Changes what is in an account, dates included. */
  update(change: AccountUpdate): Promise<void>;
  settings(settings: ServerSettings): Promise<void>;
  /** Replaces all faults; of several that match a call the first strikes. */
  faults(faults: readonly Fault[]): Promise<void>;
  /** Replaces all answers that are given word for word; of several that fit a call the first is taken. */
  answers(answers: readonly CannedAnswer[]): Promise<void>;
  calls(): Promise<CallCounts>;
  log(): Promise<readonly LoggedCall[]>;
  /** As if just started. */
  reset(): Promise<void>;
  /** Whether signatures and permissions are checked; off at first. */
  auth(enabled: boolean): Promise<void>;
  /** A key of a user, or of the account as a whole, which may do everything. It shows in no list and no report. */
  credentials(accountId: string, userName?: string): Promise<AccountCredentials>;
  /** `env` with those credentials instead. */
  envFor(credentials: AccountCredentials & { readonly sessionToken?: string }): Record<string, string>;
  stop(): Promise<void>;
}

const folder = fileURLToPath(new URL(".", import.meta.url));

/**
 * Starts the server on a free port of the loopback interface. It ends with `stop()`, and also when this process dies,
 * for it reads its standard input to the end.
 *
 * @throws when there is no Python, or the server does not start
 */
export async function startAwsServer(): Promise<AwsServer> {
  const child = spawn(await pythonBinary(), ["-E", "-s", "-B", "-m", "server"], {
    cwd: folder,
    env: environmentWithoutAws(),
    stdio: ["pipe", "pipe", "inherit"],
  });
  const endpoint = `http://127.0.0.1:${await portOf(child)}`;
  const control = controlApi(endpoint);
  const env = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    AWS_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  return {
    endpoint,
    env,
    seed: (seed) => control("seed", seed),
    update: (change) => control("update", change),
    settings: (settings) => control("settings", settings),
    faults: (faults) => control("faults", faults),
    answers: (answers) => control("answers", answers),
    calls: () => control("calls"),
    log: () => control("log"),
    reset: () => control("reset", {}),
    auth: (enabled) => control("auth", { enabled }),
    credentials: (account_id, user_name) => control("credentials", { account_id, user_name }),
    envFor: ({ accessKeyId, secretAccessKey, sessionToken }) => ({
      ...env,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken && { AWS_SESSION_TOKEN: sessionToken }),
    }),
    stop: () => stop(child),
  };
}

/** The script is plain JavaScript without types, for it also runs by itself. */
async function pythonBinary(): Promise<string> {
  const script = new URL("../../scripts/python-env.mjs", import.meta.url).href;
  const { pythonEnv }: { pythonEnv: () => Promise<string> } = await import(script);
  return pythonEnv();
}

/** The server must not find a profile or credentials of the person who runs the tests. */
function environmentWithoutAws(): NodeJS.ProcessEnv {
  const foreign = /^(AWS|BOTO|MOTO)_/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

async function portOf(child: ChildProcess): Promise<number> {
  if (child.stdout === null) throw new Error("The test server has no standard output.");
  for await (const line of createInterface(child.stdout)) {
    const { port } = JSON.parse(line) as { port: number };
    return port;
  }
  throw new Error("The AWS-compatible test server ended before it served; its messages are above.");
}

/** Sends one request to the control API; a refusal (a misspelt field, an unknown user) is an error that says why. */
function controlApi(endpoint: string) {
  return async <Result>(route: string, body?: unknown): Promise<Result> => {
    const post = { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(`${endpoint}/_control/${route}`, body === undefined ? {} : post);
    const answer = (await response.json()) as Result & { error?: string };
    if (!response.ok) throw new Error(`test server, ${route}: ${answer.error}`);
    return answer;
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
