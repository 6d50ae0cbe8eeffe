import { type ExceptionsFile, readExceptions } from "../govern/read-exceptions.js";
import { readConfig } from "./config.js";

/** Which exceptions. */
export interface ExceptionChoice {
  readonly exceptions: string | undefined;
  readonly config: string | undefined;
}

/** The file of exceptions that is named: by --exceptions, else by the configuration. undefined: none is. */
export async function namedExceptions({ exceptions, config }: ExceptionChoice): Promise<string | undefined> {
  return exceptions ?? (await readConfig(config))?.config.exceptions;
}

/** The exceptions of that file, else of ./exceptions.yaml where there is one. */
export async function chosenExceptions(values: ExceptionChoice): Promise<ExceptionsFile | undefined> {
  return await readExceptions(await namedExceptions(values));
}
