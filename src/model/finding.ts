import { count, defineTable, json, text, time } from "./table.js";

/** A control's verdict on one subject or one credential of it, as stored. Fail and unknown are stored. */
export const findings = defineTable({
  name: "findings",
  doc: "Verdicts of controls on subjects and their credentials; fail and unknown are stored.",
  key: ["control_id", "account_id", "subject_arn", "slot"],
  columns: {
    finding_id: text(
      "hash of control, account, user id (ARN where unknown), credential kind and identity; stable over time",
    ),
    control_id: text("id of the control"),
    org_id: text("organization of the account, where known"),
    account_id: text("12 digits"),
    subject_arn: text("ARN of the subject"),
    subject_kind: text("iam_user, root_user or account"),
    credential: text(
      "password, access_key, signing_certificate, ssh_public_key or service_specific_credential; NULL: the subject itself",
    ),
    credential_id: text("access key id, where known"),
    slot: count("1 or 2: the column group of the credential report; slot 1 is not the older key"),
    status: text("fail, unknown, pass or not_applicable"),
    since: time("first second at which it failed"),
    aged_from: time("what the tier measures"),
    tier: count("the largest older_than_days reached"),
    evidence: json("the source fields the verdict rests on"),
  },
});
