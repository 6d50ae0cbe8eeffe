import type { AwsFailure } from "../../aws/classify-failure.js";

export const GENERATE = "iam:GenerateCredentialReport";
export const GET = "iam:GetCredentialReport";

/** How the request for a new report ended. */
export type Generation =
  | { readonly is: "started" }
  | { readonly is: "complete" }
  | { readonly is: "failed"; readonly failure: AwsFailure };
