import { flag, text, time } from "../model/table.js";
import type { iamUserColumns } from "./iam-user-columns.js";

/** What a verdict on a user's policies is about, and how much of the evidence was there. */
export const aboutUser = {
  account_id: text("12 digits"),
  arn: text("the user's ARN"),
  user_id: text("unique id (AIDA...); NULL without authorization details"),
  created_at: time("when the user was created"),
  password_enabled: flag("has a console password"),
  has_key: flag(
    "a credential that signs requests is active: an access key, a certificate, an SSH key or a service-specific one",
  ),
  policies_known: flag(
    "the policies of the user and its groups, and its boundary, are there and can be read",
  ),
  scps_known: flag("every service control policy that can apply is there and can be read, or none can apply"),
  too_complex: flag("the policies need more work than is allowed for: nothing is known of them"),
} as const;

export const sharedKey = {
  assessment_key: text("hash of all that the assessment depends on: users with the same one share it"),
} as const;

/** Names of columns of iam_users: one that is renamed breaks the build. */
export const ofUser = (...names: (keyof typeof iamUserColumns)[]) => names;

/** What those columns are made of; policies are no part of iam_users. */
export const aboutUserMadeOf = {
  has_key: ofUser("has_active_key"),
  policies_known: [],
  scps_known: [],
  too_complex: [],
};
