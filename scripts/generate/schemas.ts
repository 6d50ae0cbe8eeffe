import { z } from "zod";
import { ownersFileSchema } from "../../src/analyse/people/owner-files.js";
import { casesSchema } from "../../src/assess/cases.js";
import { configSchema } from "../../src/cli/config.js";
import { demoChangesSchema } from "../../src/demo/later/known-changes.js";
import { exceptionsFileSchema } from "../../src/govern/exception-schema.js";
import { madeManifestSchema, manifestSchema } from "../../src/lake/manifest.js";
import { collectionSchema } from "../../src/model/collection.js";
import { controlSchema } from "../../src/model/control.js";
import { frameworkSchema } from "../../src/model/framework.js";
import { shareSchema } from "../../src/model/share.js";
import { scenarioSchema } from "../../src/policy/scenario.js";
import { accountsFileSchema } from "../../src/sources/accounts-file.js";

/** The file formats of iamspect: name of the schema's file -> what it describes, and its declaration. */
const FORMATS: Readonly<Record<string, readonly [string, z.ZodType]>> = {
  accounts: ["accounts.yaml: what a person knows of accounts", accountsFileSchema],
  cases: ["cases.yaml of a control: rows in, verdicts out", casesSchema],
  collection: ["collection.json: how the live collection of an account went", collectionSchema],
  control: ["control.yaml: all of a control but its query and its cases", controlSchema],
  "demo-changes": ["demo-changes.json of a later demonstration: what changed in a month", demoChangesSchema],
  "made-manifest": [
    "manifests/<id>.verdicts-<version>.json and <id>.derived-<version>.json of a lake",
    madeManifestSchema,
  ],
  exceptions: ["exceptions.yaml: accepted risks, each with owner, reason and end", exceptionsFileSchema],
  framework: [
    "frameworks/<id>.yaml, or a file that --framework names: requirements answered by controls",
    frameworkSchema,
  ],
  iamspect: ["iamspect.yaml: settings", configSchema],
  owners: ["a file that `owners` in iamspect.yaml names: whose users and accounts are", ownersFileSchema],
  manifest: ["manifests/<id>.json of a lake: a snapshot", manifestSchema],
  scenario: ["a scenario of explain --scenario: policies that need not be deployed", scenarioSchema],
  share: ["what iamspect share writes: counts of one organization, without a name", shareSchema],
};

/**
 * JSON Schemas (draft 2020-12) of all file formats as a person or program writes them, by the name of the schema's
 * file. Rules that JSON Schema cannot tell, such as "accounts or organizational_units", only the program checks.
 */
export function jsonSchemas(): Map<string, Record<string, unknown>> {
  return new Map(
    Object.entries(FORMATS).map(([name, [title, schema]]) => {
      const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input" });
      return [`${name}.json`, { $schema, title, ...rest }];
    }),
  );
}
