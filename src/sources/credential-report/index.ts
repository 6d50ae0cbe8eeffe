import type { GetCredentialReportResponse } from "@aws-sdk/client-iam";
import { z } from "zod";
import { iamSdk } from "../calls.js";
import { document, whole } from "../document.js";
import type { Probes } from "../probes.js";
import { defineSource, grants } from "../source.js";
import { maybe, when } from "../values.js";
import { GENERATE, GET } from "./generation.js";

const MAKING = "AWS is still making the report";
/** Get answers these when there is no report yet: with its permission. On the wire and in the SDK the names differ. */
const NO_REPORT_YET = {
  ReportInProgress: MAKING,
  CredentialReportNotReady: MAKING,
  ReportNotPresent: MAKING,
  CredentialReportNotPresent: MAKING,
  ReportExpired: MAKING,
  CredentialReportExpired: MAKING,
};

const report = z.object({ Content: z.string(), GeneratedTime: maybe(when) });

/** The report that `doctor` got when it tried. */
export const probedReport = new WeakMap<Probes, GetCredentialReportResponse>();

/**
 * The report itself is a CSV, which the reader of reports reads; a document has it in base64. How it is obtained stands
 * apart (`obtain.ts`), for AWS makes it while all else is fetched.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export const credentialReport = defineSource({
  kinds: ["credential_report"],
  scope: "account",
  files: ["credential-report.json"],
  command: "aws iam get-credential-report",
  permissions: grants("ReadCredentialReport", {
    [GENERATE]: "asks AWS to make the report",
    [GET]: "fetches it",
  }),
  documents: [
    document(
      [
        whole("Content", report, ({ Content: content, GeneratedTime: generatedAt }, { evidence }) =>
          evidence.reports.push({ content, generatedAt }),
        ),
      ],
      (detail, { evidence, folder }) =>
        folder === undefined ? undefined : evidence.faulty(folder, "credential_report", detail),
    ),
  ],
  live: {
    collect: async (context) => (await import("./obtain.js")).collectReport(context),
    probe: async (probes) => {
      const { GenerateCredentialReportCommand, GetCredentialReportCommand } = await iamSdk();
      const { iam } = probes.clients;
      await probes.ask(GENERATE, () => iam.send(new GenerateCredentialReportCommand({})), {
        LimitExceeded: "AWS makes no more reports just now; the last one is used",
      });
      const report = await probes.ask(GET, () => iam.send(new GetCredentialReportCommand({})), NO_REPORT_YET);
      if (report.answer !== undefined) probedReport.set(probes, report.answer);
    },
  },
});
