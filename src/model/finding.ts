import { count, defineTable, flag, json, text, time } from "./table.js";

/** A control's verdict on one subject or one credential of it. */
export const findings = defineTable({
  name: "findings",
  doc: "Verdicts of controls on subjects and their credentials.",
  key: ["control_id", "account_id", "subject_arn", "slot"],
  columns: {
    finding_id: text(
      "hash of control, account, user id (where unknown ARN and creation second), credential kind and identity; stable over time",
    ),
    control_id: text("id of the control"),
    org_id: text("organization of the account, where known"),
    account_id: text("12 digits"),
    region: text("Region of what lies in one; NULL: it is global"),
    subject_arn: text("ARN of the subject"),
    subject_kind: text(
      "iam_user, root_user, iam_policy, or account: evidence is missing, and this stands for all it concerns",
    ),
    credential: text(
      "password, access_key, signing_certificate, ssh_public_key or service_specific_credential; NULL: the subject itself",
    ),
    credential_id: text("access key id, where known"),
    slot: count("1 or 2: the column group of the credential report; slot 1 is not the older key"),
    status: text("fail, unknown, pass or not_applicable"),
    since: time("first second at which it failed"),
    aged_from: time("what the tier measures"),
    tier: count("the largest older_than_days reached"),
    assumed: flag("it fails only as long as evidence that could excuse it is not there"),
    evidence: json("the source fields the verdict rests on"),
  },
});
