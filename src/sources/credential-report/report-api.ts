import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { present } from "../../aws/present.js";

/** A credential report as the AWS CLI prints it: the CSV in base64, and when AWS made it, ISO 8601. */
export interface ReportDocument {
  readonly Content: string;
  readonly ReportFormat: string;
  readonly GeneratedTime: string;
}

/** The two requests behind a credential report; errors are the SDK's own. */
export interface ReportApi {
  /** The state: STARTED, INPROGRESS or COMPLETE. */
  readonly generate: () => Promise<string>;
  readonly get: () => Promise<ReportDocument>;
}

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
