import type { GetAccountAuthorizationDetailsResponse } from "@aws-sdk/client-iam";
import { iamAccounts } from "../../entities/iam-account.js";
import { groups } from "../../entities/iam-group.js";
import { policies } from "../../entities/iam-policy.js";
import { roles } from "../../entities/iam-role.js";
import { policyAttachments } from "../../entities/policy-attachment.js";
import { IAM_LIST, iamPage, iamSdk, list } from "../calls.js";
import { accountDocument, many, whole } from "../document.js";
import type { Probes } from "../probes.js";
import { defineSource, grants } from "../source.js";
import { forgetOldDetails } from "./deleted-users.js";
import { group, namedPolicy, page, policy, role, user } from "./documents.js";
import { ACCOUNTS_SQL, GROUPS_SQL, rolesSql } from "./joined.js";
import { completePolicies, tellMissingUsers, tellUnreadable } from "./missing.js";
import { accountOfPage, detailsAccounts, pagesOf, settlePages } from "./pages.js";
import { addGroup, addPolicy, addRole, addUser } from "./rows.js";
import { userDetails } from "./user-details.js";

const ACTION = "iam:GetAccountAuthorizationDetails";
/** So many users are listed when `--fresh` is tried: one of them may have an access key. */
const FRESH_USERS = 10;

/** What `doctor` found when it tried the action: the users that it may try others on. */
export const probedDetails = new WeakMap<Probes, GetAccountAuthorizationDetailsResponse>();

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
export const authorizationDetails = defineSource({
  kinds: ["authorization_details"],
  scope: "account",
  files: ["authorization-details.json"],
  command: "aws iam get-account-authorization-details",
  permissions: grants("ReadAccount", { [ACTION]: "users, groups, roles, policies and boundaries" }),
  tables: [userDetails, groups, roles, policies, policyAttachments, detailsAccounts, iamAccounts],
  documents: [
    accountDocument(
      [
        many("UserDetailList", user, addUser),
        many("GroupDetailList", group, addGroup),
        many("RoleDetailList", role, addRole),
        many("Policies", policy, addPolicy, (raw, at) => {
          const named = namedPolicy.safeParse(raw).data;
          if (named !== undefined) addPolicy(named, at);
        }),
        whole("IsTruncated", page, ({ IsTruncated, NextToken }, at) => {
          const pages = pagesOf(at);
          pages.last ||= IsTruncated !== true && typeof NextToken !== "string";
        }),
      ],
      {
        members: ["UserDetailList", "GroupDetailList", "RoleDetailList"],
        accountOf: accountOfPage,
        page: true,
      },
    ),
  ],
  settle: settlePages,
  join: async (joining) => {
    const forgotten = await forgetOldDetails(joining);
    const completed = await completePolicies(joining);
    await tellUnreadable(joining);
    return [...forgotten, ...completed, ...(await tellMissingUsers(joining))];
  },
  queries: async ({ asOf }) => ({
    [groups.name]: GROUPS_SQL,
    [roles.name]: rolesSql(asOf),
    [iamAccounts.name]: ACCOUNTS_SQL,
  }),
  live: {
    ...list({
      action: ACTION,
      ...IAM_LIST,
      noun: "users, groups, roles and policies",
      send: async ({ iam }, page) =>
        iam.send(
          new (await iamSdk()).GetAccountAuthorizationDetailsCommand({
            Filter: ["User", "Group", "Role", "LocalManagedPolicy", "AWSManagedPolicy"],
            ...iamPage(page),
          }),
        ),
      // A page holds what fits: any of its lists may be missing. That it is a page at all its IsTruncated tells.
      lists: {
        UserDetailList: (page) => page.UserDetailList ?? [],
        GroupDetailList: (page) => page.GroupDetailList ?? [],
        RoleDetailList: (page) => page.RoleDetailList ?? [],
        Policies: (page) => page.Policies ?? [],
      },
    }),
    probe: async (probes) => {
      const { GetAccountAuthorizationDetailsCommand } = await iamSdk();
      const MaxItems = probes.options.fresh ? FRESH_USERS : 1;
      const { answer } = await probes.ask(ACTION, () =>
        probes.clients.iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ["User"], MaxItems })),
      );
      if (answer !== undefined) probedDetails.set(probes, answer);
    },
  },
});
