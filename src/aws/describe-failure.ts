import type { AwsFailure } from "./classify-failure.js";

/** `AccessDenied: what AWS said`; only what was said where the code is no code but the class of an error. */
export function describeFailure({ code, message }: AwsFailure): string {
  if (message === "") return code;
  return code.endsWith("Error") ? message : `${code}: ${message}`;
}
