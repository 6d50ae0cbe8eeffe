import { type IAMClient, ListServiceSpecificCredentialsCommand } from "@aws-sdk/client-iam";
import { allPages, iamNextToken } from "../../aws/all-pages.js";
import { present } from "./present.js";

/**
 * Git credentials and API keys of every user of the account, of every service: one request, pages aside. The SDK has no
 * paginator for it. What AWS tells of a credential is not its secret, which only its making tells.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html
 */
export async function serviceCredentials(
  iam: IAMClient,
  pageSize: number,
): Promise<{ ServiceSpecificCredentials: unknown[] }> {
  const pages = await allPages(
    (Marker) =>
      iam.send(new ListServiceSpecificCredentialsCommand({ AllUsers: true, MaxItems: pageSize, Marker })),
    // Unlike other lists of IAM, its last page may say nothing at all.
    (page) => (page.IsTruncated === true ? iamNextToken(page) : undefined),
  );
  return {
    ServiceSpecificCredentials: pages.flatMap(
      ({ ServiceSpecificCredentials: listed, IsTruncated }) =>
        listed ?? (IsTruncated === false ? [] : present(listed, "ServiceSpecificCredentials")),
    ),
  };
}
