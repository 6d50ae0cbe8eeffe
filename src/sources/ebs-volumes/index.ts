import { z } from "zod";
import { present } from "../../aws/present.js";
import { ebsVolumes } from "../../entities/ebs-volume.js";
import { list } from "../calls.js";
import { accountDocument, many } from "../document.js";
import { EC2_LIST, ec2, ec2Page, ec2Sdk } from "../ec2.js";
import { enabledRegions } from "../enabled-regions.js";
import { regionalArn } from "../regional-arn.js";
import { defineSource, grants } from "../source.js";
import { maybe, text, when, whole } from "../values.js";

const volume = z.object({
  VolumeId: text,
  Encrypted: maybe(z.boolean()),
  Attachments: maybe(z.array(z.object({}))),
  State: maybe(text),
  Size: maybe(whole),
  CreateTime: maybe(when),
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumes.html */
export const ebsVolumesSource = defineSource({
  kinds: ["ebs_volumes"],
  scope: "region",
  asked: "full",
  regions: enabledRegions,
  files: ["volumes.json"],
  command: "aws ec2 describe-volumes",
  permissions: grants("ReadVolumes", { "ec2:DescribeVolumes": "which volumes are encrypted" }),
  tables: [ebsVolumes],
  documents: [
    accountDocument([
      many("Volumes", volume, (found, at) =>
        at.rows.add(ebsVolumes, {
          account_id: at.account,
          region: at.region ?? null,
          arn: regionalArn("ec2", at, `volume/${found.VolumeId}`),
          volume_id: found.VolumeId,
          encrypted: found.Encrypted,
          attached: found.Attachments === null ? null : found.Attachments.length > 0,
          state: found.State,
          size_gib: found.Size,
          created_at: found.CreateTime,
        }),
      ),
    ]),
  ],
  live: list({
    action: "ec2:DescribeVolumes",
    ...EC2_LIST,
    // Large pages of volumes are slow to make; AWS advises against more.
    size: 500,
    noun: "volumes",
    send: async (clients, page) =>
      (await ec2(clients)).send(new (await ec2Sdk()).DescribeVolumesCommand(ec2Page(page))),
    lists: { Volumes: (page) => present(page.Volumes, "Volumes") },
  }),
});
