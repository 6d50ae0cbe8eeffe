import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import type { ReportApi } from "./credential-report.js";
import { present } from "./present.js";

/** The credential report requests of an account. */
export function reportApi(iam: IAMClient): ReportApi {
  return {
    generate: async () => present((await iam.send(new GenerateCredentialReportCommand({}))).State, "State"),
    get: async () => {
      const answer = await iam.send(new GetCredentialReportCommand({}));
      return {
        // The SDK has decoded the base64 of the wire; files hold it, as the AWS CLI prints it.
        Content: Buffer.from(present(answer.Content, "Content")).toString("base64"),
        ReportFormat: answer.ReportFormat ?? "text/csv",
        GeneratedTime: present(answer.GeneratedTime, "GeneratedTime").toISOString(),
      };
    },
  };
}
