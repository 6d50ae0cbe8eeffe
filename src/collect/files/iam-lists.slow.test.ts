import { expect, test } from "vitest";
import { ACCOUNT } from "./test-report.js";
import { at, readFiles } from "./test-support.js";

const arn = (resource: string) => `arn:aws:iam::${ACCOUNT}:${resource}`;
const OTHER = "444455556666";

test("server certificates: a bad one loses itself, and its kind is not whole", async () => {
  const reading = await readFiles({
    [`${ACCOUNT}/server-certificates.json`]: JSON.stringify({
      ServerCertificateMetadataList: [
        {
          Arn: arn("server-certificate/team/www"),
          ServerCertificateName: "www",
          ServerCertificateId: "ASCA1",
          Path: "/team/",
          UploadDate: "2020-01-01T00:00:00Z",
          Expiration: "2021-01-01T00:00:00Z",
        },
        { Arn: "www", ServerCertificateName: "www" },
      ],
    }),
    [`${OTHER}/none.json`]: JSON.stringify({ ServerCertificateMetadataList: [] }),
  });
  expect(reading.tables.server_certificates).toEqual([
    {
      account_id: ACCOUNT,
      arn: arn("server-certificate/team/www"),
      certificate_name: "www",
      certificate_id: "ASCA1",
      uploaded_at: at("2020-01-01T00:00:00Z"),
      expires_at: at("2021-01-01T00:00:00Z"),
    },
  ]);
  expect(reading.coverage(ACCOUNT, "server_certificates")).toMatchObject({
    status: "error",
    detail: expect.stringContaining("[1].Arn: must be an ARN") as string,
  });
  expect(reading.coverage(OTHER, "server_certificates").status).toBe("ok");
});

test("SAML providers, and until when they are valid", async () => {
  const reading = await readFiles({
    [`${ACCOUNT}/saml.json`]: JSON.stringify({
      SAMLProviderList: [
        {
          Arn: arn("saml-provider/okta"),
          ValidUntil: "2030-01-01T00:00:00Z",
          CreateDate: "2020-01-01T00:00:00Z",
        },
        { Arn: arn("saml-provider/odd") },
      ],
    }),
  });
  expect(reading.tables.saml_providers?.map((row) => [row.provider_name, row.valid_until_at])).toEqual([
    ["odd", null],
    ["okta", at("2030-01-01T00:00:00Z")],
  ]);
});

test("OpenID Connect providers: what was asked of each is evidence of its own", async () => {
  const list = (...Providers: unknown[]) =>
    JSON.stringify({
      OpenIDConnectProviderList: Providers.map((Provider, index) => ({
        Arn: arn(`oidc-provider/${index}.example.com/id`),
        ...(Provider !== undefined && { Provider }),
      })),
    });
  const reading = await readFiles({
    [`${ACCOUNT}/oidc.json`]: list({ ClientIDList: ["sts.amazonaws.com"], ThumbprintList: ["aa"] }),
    [`${OTHER}/oidc.json`]: list({}, undefined),
  });
  expect(reading.tables.oidc_providers?.[0]).toMatchObject({
    url: "0.example.com/id",
    client_ids: ["sts.amazonaws.com"],
    thumbprints: ["aa"],
    created_at: null,
  });
  expect(reading.coverage(ACCOUNT, "oidc_provider_details").status).toBe("ok");
  expect(reading.coverage(OTHER, "oidc_providers").status).toBe("ok");
  expect(reading.coverage(OTHER, "oidc_provider_details").status).toBe("error");
});
