import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CLOSED,
  MANAGEMENT,
  ORG,
  organizationFiles,
  PROD,
  policy,
  SANDBOX,
  within,
} from "./test-organization.js";
import { csv, key, reportJson, root, user } from "./test-report.js";
import { at, pick, readFiles } from "./test-support.js";

const without = (...names: string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(organizationFiles()).filter(([name]) => !names.includes(name)));
const read = (files: Readonly<Record<string, string>>) => readFiles(within(ORG, files));

describe("an organization that was collected", () => {
  test("places every account in its tree; closed ones are listed too", async () => {
    const reading = await read(organizationFiles());
    expect(reading.problems).toEqual([]);
    expect(
      reading.accounts.map((row) =>
        pick(row, "account_id", "org_id", "org_role", "ou_id", "ou_path", "state", "scps_may_apply"),
      ),
    ).toEqual([
      {
        account_id: MANAGEMENT,
        org_id: ORG,
        org_role: "management",
        ou_id: "r-root",
        ou_path: "/",
        state: "ACTIVE",
        scps_may_apply: false,
      },
      {
        account_id: PROD,
        org_id: ORG,
        org_role: "member",
        ou_id: "ou-root-prodprod",
        ou_path: "/Workloads/Prod",
        state: "ACTIVE",
        scps_may_apply: true,
      },
      {
        account_id: SANDBOX,
        org_id: ORG,
        org_role: "member",
        ou_id: "ou-root-sandboxx",
        ou_path: "/Sandbox",
        state: "ACTIVE",
        scps_may_apply: true,
      },
      {
        account_id: CLOSED,
        org_id: ORG,
        org_role: "member",
        ou_id: "ou-root-sandboxx",
        ou_path: "/Sandbox",
        state: "CLOSED",
        scps_may_apply: true,
      },
    ]);
    expect(reading.accounts.map((row) => row.delegated_administrator)).toEqual([false, true, false, false]);
  });

  test("keeps the tree, the policies and what they are attached to", async () => {
    const { tables } = await read(organizationFiles());
    expect(tables.organizations).toEqual([
      {
        org_id: ORG,
        management_account_id: MANAGEMENT,
        feature_set: "ALL",
        scps_enabled: true,
        rcps_enabled: true,
        root_features: ["RootCredentialsManagement", "RootSessions"],
      },
    ]);
    expect(tables.organizational_units?.map((row) => [row.ou_id, row.parent_id, row.path])).toEqual([
      ["ou-root-prodprod", "ou-root-workload", "/Workloads/Prod"],
      ["ou-root-sandboxx", "r-root", "/Sandbox"],
      ["ou-root-workload", "r-root", "/Workloads"],
      ["r-root", null, "/"],
    ]);
    expect(tables.org_policies?.map((row) => [row.policy_id, row.type, row.aws_managed])).toEqual([
      ["p-FullAWSAccess", "SERVICE_CONTROL_POLICY", true],
      ["p-RCPFullAWSAccess", "RESOURCE_CONTROL_POLICY", true],
      ["p-denyroot1", "SERVICE_CONTROL_POLICY", false],
    ]);
    expect(JSON.parse(String(tables.org_policies?.[2]?.document))).toEqual({
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
    });
    expect(tables.org_policy_targets?.filter((row) => row.policy_id === "p-denyroot1")).toEqual([
      {
        org_id: ORG,
        policy_id: "p-denyroot1",
        target_id: "ou-root-workload",
        target_type: "ORGANIZATIONAL_UNIT",
      },
    ]);
  });

  test("gives its coverage to all its accounts", async () => {
    const reading = await read(organizationFiles());
    for (const id of [MANAGEMENT, PROD, CLOSED]) {
      expect(pick(reading.coverage(id, "scp"), "status", "collected_at")).toEqual({
        status: "ok",
        collected_at: at("2026-11-20T10:00:01Z"),
      });
      expect(pick(reading.coverage(id, "rcp"), "status", "detail")).toEqual({
        status: "denied",
        detail: "organizations:ListPolicies",
      });
    }
  });
});

describe("files without the record of their collection", () => {
  const files = () => without("collection.json");
  const scp = async (changed: Record<string, string>) =>
    (await read({ ...files(), ...changed })).coverage(PROD, "scp").status;

  test("scp and rcp are there when tree, policies and targets are", async () => {
    const reading = await read(files());
    expect(reading.coverage(PROD, "scp").status).toBe("ok");
    expect(reading.coverage(PROD, "rcp").status).toBe("ok");
    expect(reading.coverage(PROD, "organization").status).toBe("ok");
  });

  test.each([
    "organization-policies.json",
    "policy-targets.json",
    "organizational-units.json",
    "account-parents.json",
  ])("without %s they are not", async (name) => {
    const reading = await read(without("collection.json", name));
    expect(reading.coverage(PROD, "scp").status).toBe("not_collected");
    expect(reading.coverage(PROD, "rcp").status).toBe("not_collected");
    expect(reading.account(PROD).scps_may_apply).toBe(true);
  });

  test("nor when a policy on the way up has no document, or a unit has no policy at all", async () => {
    const documents = JSON.parse(files()["organization-policies.json"] ?? "") as {
      OrganizationPolicies: { PolicySummary: { Id: string }; Content?: string }[];
    };
    for (const one of documents.OrganizationPolicies) {
      if (one.PolicySummary.Id === "p-denyroot1") delete one.Content;
    }
    expect(await scp({ "organization-policies.json": JSON.stringify(documents) })).toBe("not_collected");
    const targets = files()["policy-targets.json"]?.replaceAll('"ou-root-prodprod"', '"ou-root-elsewher"');
    expect(await scp({ "policy-targets.json": targets ?? "" })).toBe("not_collected");
  });

  test("a policy type that is switched off at the root: nothing can apply, and that is known", async () => {
    const off = files()["list-roots.json"]?.replace("SERVICE_CONTROL_POLICY", "TAG_POLICY") ?? "";
    const reading = await read({
      ...without("collection.json", "policy-targets.json"),
      "list-roots.json": off,
    });
    expect(reading.account(PROD).scps_may_apply).toBe(false);
    expect(reading.coverage(PROD, "scp").status).toBe("ok");
    expect(reading.coverage(PROD, "rcp").status).toBe("not_collected");
    expect(reading.tables.organizations?.[0]).toMatchObject({ scps_enabled: false, rcps_enabled: true });
  });

  test("consolidated billing only: no policy of either type", async () => {
    const description = files()["describe-organization.json"]?.replace('"ALL"', '"CONSOLIDATED_BILLING"');
    const reading = await read({
      "list-accounts.json": files()["list-accounts.json"] ?? "",
      "describe-organization.json": description ?? "",
    });
    expect(reading.account(PROD).scps_may_apply).toBe(false);
    expect([reading.coverage(PROD, "scp").status, reading.coverage(PROD, "rcp").status]).toEqual([
      "ok",
      "ok",
    ]);
  });
});

describe("what the AWS CLI prints", () => {
  test("list-policies with describe-policy, and units that tell their path", async () => {
    const all = without("collection.json", "organization-policies.json", "organizational-units.json");
    const secret = policy("p-denyroot1", "deny-root", "SERVICE_CONTROL_POLICY", { Effect: "Deny" });
    const reading = await read({
      ...all,
      "list-policies.json": JSON.stringify({ Policies: [secret.PolicySummary] }),
      "describe-policy.json": JSON.stringify({ Policy: secret }),
      "units.json": JSON.stringify({
        OrganizationalUnits: [
          { Id: "ou-root-workload", Name: "Workloads", Path: `${ORG}/r-root/ou-root-workload/` },
          { Id: "ou-root-prodprod", Name: "Prod", Path: `${ORG}/r-root/ou-root-workload/ou-root-prodprod/` },
        ],
      }),
    });
    expect(reading.problems).toEqual([]);
    expect(reading.tables.org_policies).toHaveLength(1);
    expect(reading.tables.org_policies?.[0]?.document).toBe(secret.Content);
    expect(reading.account(PROD).ou_path).toBe("/Workloads/Prod");
    expect(reading.account(SANDBOX).ou_path).toBeNull();
  });

  test("list-accounts that tells paths needs no other file for the places of its accounts", async () => {
    const all = without("collection.json", "account-parents.json");
    const accounts = JSON.parse(all["list-accounts.json"] ?? "") as { Accounts: Record<string, unknown>[] };
    for (const one of accounts.Accounts) {
      one.Paths = [`${ORG}/r-root/ou-root-workload/ou-root-prodprod/${String(one.Id)}/`];
    }
    const reading = await read({ ...all, "list-accounts.json": JSON.stringify(accounts) });
    expect(reading.account(SANDBOX).ou_path).toBe("/Workloads/Prod");
    expect(reading.coverage(PROD, "scp").status).toBe("ok");
  });

  test("documents that do not say what they are about are problems", async () => {
    const reading = await readFiles({
      "targets.json": '{"Targets": [{"TargetId": "r-root", "Type": "ROOT"}]}',
      "parents.json": '{"Parents": [{"Id": "r-root", "Type": "ROOT"}]}',
      "policy-targets.json": '{"PolicyTargets": [{"PolicyId": "p-1", "TargetId": "r-root"}]}',
      "iam-policies.json": '{"Policies": [{"PolicyName": "a", "Arn": "arn:aws:iam::aws:policy/a"}]}',
      "report.csv": csv([root()]),
    });
    expect(reading.problems).toEqual([
      expect.stringMatching(/^iam-policies.json: this JSON is not a document that iamspect reads/),
      expect.stringMatching(/^parents.json: the document does not say what this is the parent of\. /),
      expect.stringMatching(/^targets.json: the document does not say which policy these are the targets of/),
      expect.stringMatching(/^policy-targets.json: the document does not say which organization/),
    ]);
  });

  test("one organization needs no folder: what names none is its own", async () => {
    const reading = await readFiles(without("collection.json"));
    expect(reading.problems).toEqual([]);
    expect(reading.coverage(PROD, "scp").status).toBe("ok");
  });
});

test("a tree that bites its tail has no paths, and no end of the program", async () => {
  const loop = {
    "organizational-units.json":
      '{"OrganizationalUnits": [{"Id": "ou-root-prodprod", "Name": "a", "ParentId": "ou-root-workload"}, {"Id": "ou-root-workload", "Name": "b", "ParentId": "ou-root-prodprod"}]}',
  };
  const reading = await read({ ...without("collection.json"), ...loop });
  expect(reading.account(PROD).ou_path).toBeNull();
  expect(reading.coverage(PROD, "scp").status).toBe("not_collected");
});

test("the order of the files does not matter, nor how they are cut into pages", async () => {
  const documents = [
    ...Object.entries(organizationFiles()).flatMap(([name, text]) => split(ORG, name, text)),
    ...Object.entries(accountFiles()).flatMap(([name, text]) => split(PROD, name, text)),
  ];
  const inOrder = async (order: readonly number[]): Promise<string> => {
    const named = order.map((index, place): [string, string] => {
      const { folder, name, text } = documents[index] ?? { folder: "", name: "", text: "" };
      return [`${String(place).padStart(3, "0")}/${folder}/${name}`, text];
    });
    const { manifest, problems } = await readFiles(Object.fromEntries(named));
    expect(problems).toEqual([]);
    return manifest.snapshot_id;
  };
  const places = documents.map((_, index) => index);
  const first = await inOrder(places);
  const orders = fc.shuffledSubarray(places, { minLength: documents.length });
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      expect(await inOrder(order)).toBe(first);
    }),
    { numRuns: 10 },
  );
}, 120_000);

/** The files of one account, with users that were read again. */
function accountFiles(): Record<string, string> {
  const arn = (name: string) => `arn:aws:iam::${PROD}:user/${name}`;
  const made = "2024-01-01T00:00:00Z";
  const names = ["ann", "bob"];
  const rows = names.map((name) => user(name, { arn: arn(name), ...key(1, made) }));
  return {
    "report.json": reportJson(
      csv([root({ arn: `arn:aws:iam::${PROD}:root` }), ...rows]),
      "2026-11-20T08:00:00Z",
    ),
    "fresh.json": JSON.stringify({
      version: 1,
      account_id: PROD,
      collected_at: "2026-11-20T10:00:00Z",
      users: names,
    }),
    "access-keys.json": JSON.stringify({
      AccessKeyMetadata: names.flatMap((UserName) =>
        [made, "2026-11-20T09:00:00Z"].map((CreateDate, index) => ({
          UserName,
          AccessKeyId: `AKIA${UserName}${index}`,
          CreateDate,
          Status: "Active",
        })),
      ),
    }),
    "mfa-devices.json": JSON.stringify({
      MFADevices: ["mfa/ann", "u2f/user/ann/key"].map((device) => ({
        UserName: "ann",
        SerialNumber: `arn:aws:iam::${PROD}:${device}`,
      })),
    }),
    "service-specific-credentials.json": JSON.stringify({
      ServiceSpecificCredentials: names.map((UserName) => ({
        UserName,
        ServiceSpecificCredentialId: `ACCA${UserName}`,
        Status: "Active",
        CreateDate: made,
      })),
    }),
  };
}

interface PlacedDocument {
  readonly folder: string;
  readonly name: string;
  readonly text: string;
}

/** The entries of a list member become documents of their own, as pages are. */
function split(folder: string, name: string, text: string): PlacedDocument[] {
  const value = JSON.parse(text) as Record<string, unknown>;
  const [member = "", list] = Object.entries(value)[0] ?? [];
  if (!Array.isArray(list)) return [{ folder, name, text }];
  return list.map((item, index) => ({
    folder,
    name: `${index}-${name}`,
    text: JSON.stringify({ ...value, [member]: [item] }),
  }));
}
