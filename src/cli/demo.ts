import { writeDemo } from "../collect/demo/index.js";
import { UserError } from "../model/user-error.js";
import { thousands } from "../report/text.js";
import { defineCommand, EXIT } from "./command.js";
import { demoOptions } from "./shared-options.js";

export const command = defineCommand({
  name: "demo",
  arguments: { name: "<dir>", doc: "a new or empty folder" },
  options: { withPolicies: demoOptions.withPolicies },
  examples: [
    ["iamspect demo ./demo", "write the demonstration cohort as AWS-format files"],
    ["iamspect demo ./demo --with-policies", "the same users, with policies that say something about MFA"],
    ["iamspect audit ./demo", "audit them like anyone's"],
  ],
  run: async ([dir], { withPolicies }, context) => {
    if (dir === undefined)
      throw new UserError({ code: "no_folder", what: "Where to? Say iamspect demo DIR." });
    const { files, accounts, users } = await writeDemo(dir, withPolicies ? "policies" : "plain");
    context.note(
      `Wrote ${thousands(files)} files of ${thousands(accounts)} accounts and ${thousands(users)} IAM users. Audit them with: iamspect audit ${dir}`,
    );
    return EXIT.done;
  },
});
