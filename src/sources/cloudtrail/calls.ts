import type { Trail } from "@aws-sdk/client-cloudtrail";
import type { AwsClients } from "../../aws/aws-clients.js";
import { present } from "../../aws/present.js";
import { published, type Service } from "../../aws/service.js";
import { fanOut } from "../fan-out.js";

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const CLOUDTRAIL: Service = { prefix: "cloudtrail", rate: published(10, 10) };

/** CloudTrail's part of the AWS SDK, which takes its time to load: only what asks AWS may load it. */
const sdk = () => import("@aws-sdk/client-cloudtrail");
const cloudtrail = async (clients: AwsClients) => clients.of(CLOUDTRAIL, (await sdk()).CloudTrailClient);

/** What members of an organization get to hear of its trails: the account that owns them tells more. */
const NOT_FOR_MEMBERS = ["TrailNotFound", "CloudTrailARNInvalid"];

/** The answers beside a trail, and the kinds of evidence that they are. */
export const FILLED = { Status: "cloudtrail_status", EventSelectors: "cloudtrail_event_selectors" } as const;

/**
 * The trails that are seen from a Region: those at home there, and shadows of those that log in all Regions. What they do
 * is asked at home alone.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
 */
export const trailCalls = fanOut({
  action: "cloudtrail:DescribeTrails",
  size: 1,
  send: async (clients: AwsClients) =>
    (await cloudtrail(clients)).send(new (await sdk()).DescribeTrailsCommand({ includeShadowTrails: true })),
  next: () => undefined,
  member: "trailList",
  elements: (page) => present(page.trailList, "trailList"),
  name: ({ TrailARN = "" }: Trail) => TrailARN,
  asked: ({ HomeRegion }, { region }) => region === undefined || HomeRegion === region,
  gone: ["TrailNotFound"],
  atOnce: 2,
  each: [
    {
      action: "cloudtrail:GetTrailStatus",
      kind: FILLED.Status,
      member: "Status",
      none: forMembers,
      send: async (clients, { TrailARN: Name }) => {
        const { $metadata: _, ...status } = await (await cloudtrail(clients)).send(
          new (await sdk()).GetTrailStatusCommand({ Name }),
        );
        return { ...status, IsLogging: present(status.IsLogging, "IsLogging") };
      },
    },
    {
      action: "cloudtrail:GetEventSelectors",
      kind: FILLED.EventSelectors,
      member: "EventSelectors",
      none: forMembers,
      send: async (clients, { TrailARN: TrailName }) => {
        const { $metadata: _, ...selectors } = await (await cloudtrail(clients)).send(
          new (await sdk()).GetEventSelectorsCommand({ TrailName }),
        );
        return selectors;
      },
    },
  ],
});

function forMembers({ IsOrganizationTrail }: Trail): readonly string[] {
  return IsOrganizationTrail === true ? NOT_FOR_MEMBERS : [];
}
