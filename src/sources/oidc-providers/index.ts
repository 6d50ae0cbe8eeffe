import { z } from "zod";
import { present } from "../../aws/present.js";
import { oidcProviders as table } from "../../entities/oidc-provider.js";
import { IAM_LIST, iamSdk } from "../calls.js";
import { accountDocument, filled, many } from "../document.js";
import { fanOut } from "../fan-out.js";
import { defineSource, grants } from "../source.js";
import { arn, maybe, text, when } from "../values.js";

const details = z.object({
  CreateDate: maybe(when),
  ClientIDList: maybe(z.array(text)),
  ThumbprintList: maybe(z.array(text)),
});
const provider = z.object({ Arn: arn, Provider: maybe(details) });

/**
 * What `aws iam list-open-id-connect-providers` prints, each provider with its `get-open-id-connect-provider` in the member
 * Provider.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html
 */
export const oidcProviders = defineSource({
  kinds: ["oidc_providers", "oidc_provider_details"],
  scope: "account",
  // As with SAML providers; and it is a request for each provider.
  asked: "full",
  files: ["oidc-providers.json"],
  permissions: [
    ...grants("ReadIdentityProviders", { "iam:ListOpenIDConnectProviders": "OpenID Connect providers" }),
    ...grants(
      "ReadIdentityProviders",
      { "iam:GetOpenIDConnectProvider": "audiences and thumbprints of each of them" },
      { delivers: ["oidc_provider_details"] },
    ),
  ],
  tables: [table],
  documents: [
    accountDocument([
      many("OpenIDConnectProviderList", provider, ({ Arn, Provider }, { rows, account }) =>
        rows.add(table, {
          account_id: account,
          arn: Arn,
          url: /:oidc-provider\/(.+)$/.exec(Arn)?.[1] ?? null,
          created_at: Provider?.CreateDate ?? null,
          client_ids: Provider?.ClientIDList ?? null,
          thumbprints: Provider?.ThumbprintList ?? null,
        }),
      ),
      filled("OpenIDConnectProviderList", { Provider: "oidc_provider_details" }),
    ]),
  ],
  live: fanOut({
    action: "iam:ListOpenIDConnectProviders",
    // It comes whole, without pages.
    size: IAM_LIST.size,
    next: () => undefined,
    send: async ({ iam }) => iam.send(new (await iamSdk()).ListOpenIDConnectProvidersCommand({})),
    member: "OpenIDConnectProviderList",
    elements: (page) => present(page.OpenIDConnectProviderList, "OpenIDConnectProviderList"),
    name: ({ Arn = "" }) => Arn,
    gone: ["NoSuchEntity"],
    atOnce: 2,
    each: [
      {
        action: "iam:GetOpenIDConnectProvider",
        kind: "oidc_provider_details",
        member: "Provider",
        none: [],
        send: async ({ iam }, { Arn }) => {
          const { $metadata, ...found } = await iam.send(
            new (await iamSdk()).GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: Arn }),
          );
          return found;
        },
      },
    ],
  }),
});
