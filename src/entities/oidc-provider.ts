import { defineLakeTable } from "../model/entity.js";
import { list, text, time } from "../model/table.js";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html */
export const oidcProviders = defineLakeTable({
  name: "oidc_providers",
  doc: "OpenID Connect identity providers of IAM, from ListOpenIDConnectProviders, with what GetOpenIDConnectProvider says of each. For `query`: no control reads it.",
  key: ["account_id", "arn"],
  listedBy: ["oidc_providers"],
  filledBy: {
    created_at: ["oidc_provider_details"],
    client_ids: ["oidc_provider_details"],
    thumbprints: ["oidc_provider_details"],
  },
  scope: "account",
  columns: {
    account_id: text("12 digits"),
    arn: text("ARN of the provider"),
    url: text("its URL without https://: the end of its ARN"),
    created_at: time("when it was made"),
    client_ids: list("audiences that it may issue tokens for"),
    thumbprints: list("of the certificates of its server"),
  },
});
