import { z } from "zod";
import { present } from "../../aws/present.js";
import { ebsSettings } from "../../entities/ebs-settings.js";
import { get } from "../calls.js";
import { accountDocument, one } from "../document.js";
import { PUBLIC_SNAPSHOTS } from "../ebs-public-snapshots/index.js";
import { ec2, ec2Sdk } from "../ec2.js";
import { enabledRegions } from "../enabled-regions.js";
import { regionalArn } from "../regional-arn.js";
import { defineSource, grants } from "../source.js";
import { TRUTH, WORDS, workTable } from "../table-rows.js";

const encryption = workTable(
  "ebs_encryption_read",
  { account_id: WORDS, region: WORDS, arn: WORDS, default_encryption: TRUTH },
  2,
);

/** One row a Region of which either is known. */
const SETTINGS =
  "SELECT coalesce(e.account_id, s.account_id) AS account_id, coalesce(e.region, s.region) AS region," +
  " coalesce(e.arn, s.arn) AS arn, e.default_encryption, s.public_snapshots, s.ids AS public_snapshot_ids" +
  ` FROM ${encryption.name} e FULL OUTER JOIN (${PUBLIC_SNAPSHOTS}) s ON s.account_id = e.account_id AND s.region = e.region` +
  ` ORDER BY ${ebsSettings.key.join(", ")}`;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsEncryptionByDefault.html */
export const ebsEncryption = defineSource({
  kinds: ["ebs_encryption"],
  scope: "region",
  asked: "full",
  regions: enabledRegions,
  files: ["ebs-encryption-by-default.json"],
  command: "aws ec2 get-ebs-encryption-by-default",
  permissions: grants("ReadVolumes", {
    "ec2:GetEbsEncryptionByDefault": "whether new volumes are encrypted",
  }),
  tables: [ebsSettings, encryption],
  documents: [
    accountDocument([
      one("EbsEncryptionByDefault", z.boolean(), (on, at) =>
        at.rows.add(encryption, {
          account_id: at.account,
          region: at.region ?? null,
          arn: regionalArn("ec2", at, "*"),
          default_encryption: on,
        }),
      ),
    ]),
  ],
  queries: async () => ({ [ebsSettings.name]: SETTINGS }),
  live: get({
    action: "ec2:GetEbsEncryptionByDefault",
    send: async (clients) =>
      (await ec2(clients)).send(new (await ec2Sdk()).GetEbsEncryptionByDefaultCommand({})),
    document: ({ EbsEncryptionByDefault: on }) => ({
      EbsEncryptionByDefault: present(on, "EbsEncryptionByDefault"),
    }),
  }),
});
