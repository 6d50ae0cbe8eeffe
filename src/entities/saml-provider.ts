import { defineEntity } from "../model/entity.js";
import { text, time } from "../model/table.js";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SAMLProviderListEntry.html */
export const samlProviders = defineEntity({
  kind: "saml_provider",
  words: { one: "SAML provider", many: "SAML providers" },
  judged: "each SAML provider",
  alias: "sp",
  arn: "arn",
  gone: "deleted",
  name: "saml_providers",
  doc: "SAML identity providers of IAM, from ListSAMLProviders.",
  key: ["account_id", "arn"],
  listedBy: ["saml_providers"],
  scope: "account",
  columns: {
    account_id: text("12 digits"),
    arn: text("ARN of the provider"),
    provider_name: text("name of the provider: the end of its ARN"),
    created_at: time("when it was made"),
    valid_until_at: time("until when its metadata is valid; NULL: not told"),
  },
});
