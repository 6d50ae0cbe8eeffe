import { isMissing } from "../model/check.js";
import type { DoctorResult } from "../model/results/doctor.js";
import { UserError } from "../model/user-error.js";
import { collectPlan } from "./collect-config.js";
import { type Context, defineCommand, EXIT, type OptionValues } from "./command.js";
import { lakeChecks } from "./lake-checks.js";
import { lakePlace } from "./lake-place.js";
import { numberOption, regionsOption } from "./live.js";
import { configCheck, errorLine, machineCheck, networkChecks, nodeCheck } from "./machine-checks.js";
import { Progress } from "./progress.js";
import { accountOptions, lakeOption, liveOptions, sourceOptions } from "./shared-options.js";

const { config, org, assumeRoot, full, regions, aggregator, concurrency, trustConfig } = liveOptions;
const { profile, region } = sourceOptions;
const options = {
  lake: lakeOption,
  config,
  profile,
  region,
  org: { ...org, doc: "the whole organization (or all that `collect` in the configuration names)" },
  ...accountOptions,
  assumeRoot: { ...assumeRoot, doc: "also try the sessions of root users with sts:AssumeRoot" },
  fresh: { flags: "--fresh", doc: "also try what --fresh needs", kind: "flag" },
  full: { ...full, doc: "also try what --full needs" },
  regions,
  aggregator: { ...aggregator, doc: "also try what --aggregator needs" },
  concurrency,
  trustConfig,
} as const;
type Options = OptionValues<typeof options>;

export const command = defineCommand({
  name: "doctor",
  options,
  results: ["doctor"],
  examples: [
    ["iamspect doctor", "what an audit of your own account would lack, and the policy that fixes it"],
    [
      "iamspect doctor --org --role iamspect-audit --external-id ID",
      "the organization, and whether the role of each account can be assumed",
    ],
    ["iamspect doctor --fresh --format json", "the permissions of --fresh too; for programs"],
  ],
  run: async (_, values, context) => {
    const machine = [
      nodeCheck(process.versions.node),
      ...networkChecks(context.env),
      await configCheck(values.config),
      ...(await lakeChecks(lakePlace(values, context.env))),
    ];
    const aws = await askAws(values, context);
    const checks = [...machine, ...aws.checks];
    await context.print("doctor", { checks, policies: aws.policies });
    if (checks.some((check) => check.about === "machine" && isMissing(check))) return EXIT.couldNotRun;
    return checks.some(isMissing) ? EXIT.missingEvidence : EXIT.done;
  },
});

/** What AWS lets these credentials have. That it lets them have nothing is a check too: the others are worth reading. */
async function askAws(values: Options, context: Context): Promise<DoctorResult> {
  const atATime = numberOption("--concurrency", values.concurrency, { whole: true });
  const progress = new Progress(context, "Checked", "accounts");
  try {
    const plan = values.org ? await collectPlan(values, context) : undefined;
    const { diagnose } = await import("../collect/aws/doctor/diagnose.js");
    return await diagnose({
      profile: values.profile,
      region: values.region,
      fresh: values.fresh,
      full: values.full,
      regions: regionsOption(values.regions),
      aggregator: values.aggregator,
      plan,
      concurrency: atATime,
      onProgress: (done, total) => progress.update(done, total),
    });
  } catch (error) {
    if (!(error instanceof UserError) || error.code === "bad_option") throw error;
    const about = error.code.startsWith("aws_") ? "credentials" : "plan";
    return { checks: [machineCheck(about, "error", errorLine(error))], policies: [] };
  } finally {
    progress.end();
  }
}
