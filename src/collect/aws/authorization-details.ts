import {
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsResponse,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { allPages, iamNextToken } from "../../aws/all-pages.js";

/** The lists of the answer, whole, as `aws iam get-account-authorization-details` prints them. */
export interface AuthorizationDetails {
  readonly UserDetailList: unknown[];
  readonly GroupDetailList: unknown[];
  readonly RoleDetailList: unknown[];
  readonly Policies: unknown[];
}

/**
 * Every user, group, role and policy of an account, all pages merged. Policy documents stay URL-encoded.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export async function authorizationDetails(
  iam: IAMClient,
  pageSize: number,
  note: (text: string) => void,
): Promise<AuthorizationDetails> {
  let read = 0;
  const pages: GetAccountAuthorizationDetailsResponse[] = await allPages(async (Marker) => {
    if (read > 0) note(`page ${read + 1} of users, groups, roles and policies`);
    read += 1;
    return iam.send(
      new GetAccountAuthorizationDetailsCommand({
        Filter: ["User", "Group", "Role", "LocalManagedPolicy", "AWSManagedPolicy"],
        MaxItems: pageSize,
        Marker,
      }),
    );
  }, iamNextToken);
  // A page holds what fits: any of its lists may be missing. That it is a page at all its IsTruncated tells.
  return {
    UserDetailList: pages.flatMap((page) => page.UserDetailList ?? []),
    GroupDetailList: pages.flatMap((page) => page.GroupDetailList ?? []),
    RoleDetailList: pages.flatMap((page) => page.RoleDetailList ?? []),
    Policies: pages.flatMap((page) => page.Policies ?? []),
  };
}
