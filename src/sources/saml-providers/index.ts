import { z } from "zod";
import { present } from "../../aws/present.js";
import { samlProviders as table } from "../../entities/saml-provider.js";
import { get, iamSdk } from "../calls.js";
import { accountDocument, many } from "../document.js";
import { defineSource, grants } from "../source.js";
import { arn, maybe, when } from "../values.js";

const provider = z.object({ Arn: arn, CreateDate: maybe(when), ValidUntil: maybe(when) });

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSAMLProviders.html */
export const samlProviders = defineSource({
  kinds: ["saml_providers"],
  scope: "account",
  // Roles that were deployed before would be denied it in every audit.
  asked: "full",
  files: ["saml-providers.json"],
  command: "aws iam list-saml-providers",
  permissions: grants("ReadIdentityProviders", {
    "iam:ListSAMLProviders": "SAML providers, and until when they are valid",
  }),
  tables: [table],
  documents: [
    accountDocument([
      many("SAMLProviderList", provider, (found, { rows, account }) =>
        rows.add(table, {
          account_id: account,
          arn: found.Arn,
          provider_name: found.Arn.split("/").at(-1) ?? found.Arn,
          created_at: found.CreateDate,
          valid_until_at: found.ValidUntil,
        }),
      ),
    ]),
  ],
  live: get({
    action: "iam:ListSAMLProviders",
    send: async ({ iam }) => iam.send(new (await iamSdk()).ListSAMLProvidersCommand({})),
    document: ({ SAMLProviderList }) => ({ SAMLProviderList: present(SAMLProviderList, "SAMLProviderList") }),
  }),
});
