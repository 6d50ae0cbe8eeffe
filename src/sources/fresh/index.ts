import { defineSource, grants } from "../source.js";
import { USER_DOCUMENTS } from "./documents.js";
import { FRESH_FILES } from "./fresh-file.js";
import { loadFreshUsers } from "./join.js";

/**
 * What is read live of single users, those that fail or are newer than it, because the credential report is up to four
 * hours old. It is no kind of evidence of its own: it brings what the report says up to date.
 */
export const fresh = defineSource({
  kinds: [],
  scope: "account",
  files: FRESH_FILES,
  permissions: grants(
    "ReadFailingUsersAgain",
    {
      "iam:ListMFADevices": "the MFA devices of a user",
      "iam:GetLoginProfile": "whether a user has a password",
      "iam:ListAccessKeys": "the access keys of a user, with their ids",
      "iam:GetAccessKeyLastUsed": "when a key was last used",
    },
    { option: "fresh", delivers: ["fresh"] },
  ),
  documents: USER_DOCUMENTS,
  join: loadFreshUsers,
  probe: async (probes) => (await import("./probe.js")).probeFresh(probes),
});
