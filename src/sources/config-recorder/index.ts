import { z } from "zod";
import { present } from "../../aws/present.js";
import { configRecorders } from "../../entities/config-recorder.js";
import { config, configSdk as sdk } from "../config.js";
import { type AtAccount, accountDocument, one } from "../document.js";
import { enabledRegions } from "../enabled-regions.js";
import { regionalArn } from "../regional-arn.js";
import { defineSource, grants } from "../source.js";
import { brings, together } from "../together.js";
import {
  canRecordGlobal,
  deliveryChannel,
  foundRecorders,
  type Recorder,
  recorder,
  recorderChannels,
  recorderStates,
  recorderStatus,
  scopeOf,
} from "./recorders.js";
import { recordersSql } from "./recorders-sql.js";

const [LIST, STATUS, CHANNELS] = [
  "config_recorders",
  "config_recorder_status",
  "config_delivery_channels",
] as const;

/** Regions in which IAM's own resources were first recorded: where none records them, these fail. */
const GLOBAL_HOMES = ["us-east-1", "cn-north-1", "us-gov-west-1"];

/** That there is no recorder is an answer; of a list with a gap nobody knows whether it is one. */
function addRecorder(all: readonly Recorder[], at: AtAccount): void {
  const { rows, account, region = "" } = at;
  const own = all.find(({ servicePrincipal }) => servicePrincipal === null);
  const scope = own && scopeOf(own);
  rows.add(foundRecorders, {
    account_id: account,
    region,
    arn: regionalArn("config", at, "configuration-recorder"),
    has_recorder: own !== undefined,
    recorder_name: own?.name ?? null,
    role_arn: own?.roleARN ?? null,
    strategy: scope?.strategy ?? null,
    excluded_types: scope?.excluded ?? null,
    included_types: scope?.included ?? null,
    excluded_regional: scope?.excludedRegional ?? null,
    records_global: scope?.global === true && canRecordGlobal(region),
    global_home: GLOBAL_HOMES.includes(region),
  });
}

const state = one(
  "ConfigurationRecordersStatus",
  z.array(recorderStatus).optional(),
  (all = [], { rows, account, region = "" }: AtAccount) => {
    const own = all.find(({ servicePrincipal }) => servicePrincipal === null);
    if (own === undefined) return;
    rows.add(recorderStates, {
      account_id: account,
      region,
      recording: own.recording,
      last_status: own.lastStatus,
      last_error: own.lastErrorCode,
    });
  },
);
const channels = one(
  "DeliveryChannels",
  z.array(deliveryChannel).optional(),
  (all, { rows, account, region = "" }: AtAccount) => {
    if (all === undefined) return;
    rows.add(recorderChannels, {
      account_id: account,
      region,
      channels: all.length,
      delivery_bucket: all[0]?.s3BucketName ?? null,
    });
  },
);
const stateParts = [state, brings("ConfigurationRecordersStatus", STATUS)];
const channelParts = [channels, brings("DeliveryChannels", CHANNELS)];

/**
 * Whether AWS Config records each Region: what the three `aws configservice describe-...` print, in one file or in three.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationRecorders.html
 */
export const configRecorder = defineSource({
  kinds: [LIST, STATUS, CHANNELS],
  scope: "region",
  asked: "full",
  regions: enabledRegions,
  files: ["config-recorder.json"],
  command: "aws configservice describe-configuration-recorders",
  permissions: [
    ...grants(
      "ReadConfig",
      { "config:DescribeConfigurationRecorders": "what is recorded" },
      { delivers: [LIST] },
    ),
    ...grants(
      "ReadConfig",
      { "config:DescribeConfigurationRecorderStatus": "whether it is switched on" },
      { delivers: [STATUS] },
    ),
    ...grants(
      "ReadConfig",
      { "config:DescribeDeliveryChannels": "where it is delivered to" },
      { delivers: [CHANNELS] },
    ),
  ],
  tables: [configRecorders, foundRecorders, recorderStates, recorderChannels],
  documents: [
    accountDocument(
      [one("ConfigurationRecorders", z.array(recorder), addRecorder), ...stateParts, ...channelParts],
      {
        members: ["ConfigurationRecorders"],
      },
    ),
    accountDocument(stateParts, { whole: false }),
    accountDocument(channelParts, { whole: false }),
  ],
  queries: async ({ evidence }) => ({ config_recorders: recordersSql(evidence) }),
  live: together([
    {
      action: "config:DescribeConfigurationRecorders",
      kind: LIST,
      lists: true,
      send: async (clients) => {
        const { ConfigurationRecorders } = await (await config(clients)).send(
          new (await sdk()).DescribeConfigurationRecordersCommand({}),
        );
        return { ConfigurationRecorders: present(ConfigurationRecorders, "ConfigurationRecorders") };
      },
    },
    {
      action: "config:DescribeConfigurationRecorderStatus",
      kind: STATUS,
      send: async (clients) => {
        const { ConfigurationRecordersStatus: all } = await (await config(clients)).send(
          new (await sdk()).DescribeConfigurationRecorderStatusCommand({}),
        );
        return { ConfigurationRecordersStatus: present(all, "ConfigurationRecordersStatus") };
      },
    },
    {
      action: "config:DescribeDeliveryChannels",
      kind: CHANNELS,
      send: async (clients) => {
        const { DeliveryChannels } = await (await config(clients)).send(
          new (await sdk()).DescribeDeliveryChannelsCommand({}),
        );
        return { DeliveryChannels: present(DeliveryChannels, "DeliveryChannels") };
      },
    },
  ]),
});
