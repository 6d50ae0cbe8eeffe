import type { Check, CheckStatus } from "../model/check.js";
import { packageFacts } from "../model/package.js";
import { UserError } from "../model/user-error.js";
import { readConfig } from "./config.js";

/** A check of this machine, which is in no account. */
export function machineCheck(check: string, status: CheckStatus, detail: string): Check {
  return { about: "machine", account_id: null, check, status, missing: [], detail };
}

/** Whether this Node.js is one that iamspect is made for; package.json says which. */
export function nodeCheck(version: string): Check {
  const least = packageFacts().node.slice(">=".length);
  if (isAtLeast(version, least)) return machineCheck("node", "ok", `Node.js ${version}`);
  return machineCheck("node", "error", `Node.js ${version} is too old: install ${least} or later`);
}

function isAtLeast(version: string, least: string): boolean {
  const have = version.split(".").map(Number);
  for (const [index, wanted] of least.split(".").map(Number).entries()) {
    const part = have[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

const PROXIES = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/**
 * Settings of the environment that the AWS CLI obeys and the AWS SDK for JavaScript does not.
 *
 * @see https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-proxies.html
 * @see https://nodejs.org/api/cli.html#node_extra_ca_certsfile
 */
export function networkChecks(env: NodeJS.ProcessEnv): Check[] {
  const checks: Check[] = [];
  const proxies = PROXIES.filter((name) => isSet(env[name]));
  if (proxies.length > 0) {
    const detail = `${proxies.join(", ")} ${proxies.length === 1 ? "has" : "have"} no effect: the AWS SDK for JavaScript uses no proxy. Run where AWS can be reached directly`;
    checks.push(machineCheck("proxy", "warning", detail));
  }
  if (isSet(env.AWS_CA_BUNDLE) && !isSet(env.NODE_EXTRA_CA_CERTS)) {
    const detail =
      "AWS_CA_BUNDLE has no effect: the AWS SDK for JavaScript does not read it. Set NODE_EXTRA_CA_CERTS to the same file";
    checks.push(machineCheck("certificates", "warning", detail));
  }
  return checks;
}

/** Whether the configuration can be used; it may be absent unless it was named. */
export async function configCheck(file: string | undefined): Promise<Check> {
  try {
    const found = await readConfig(file);
    return machineCheck("configuration", "ok", found?.file ?? "none, so the defaults");
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return machineCheck("configuration", "error", errorLine(error));
  }
}

/** What a `UserError` says, in one line. */
export function errorLine({ what, why, fix }: UserError): string {
  return [what, why, fix].filter((part) => part !== undefined && part !== "").join(" ");
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}
