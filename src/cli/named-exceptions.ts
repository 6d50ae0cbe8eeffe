import { readConfig } from "./config.js";

/** The file of exceptions that is named: by --exceptions, else by the configuration. undefined: none is. */
export async function namedExceptions({
  exceptions,
  config,
}: {
  readonly exceptions: string | undefined;
  readonly config: string | undefined;
}): Promise<string | undefined> {
  return exceptions ?? (await readConfig(config))?.config.exceptions;
}
