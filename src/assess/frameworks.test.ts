import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Standard } from "../model/framework.js";
import { knownFrameworks, loadFramework, loadFrameworks } from "./frameworks.js";
import { loadControls } from "./load.js";
import { readValue } from "./parameters.js";

const frameworks = await loadFrameworks();
const standards = frameworks.filter((one): one is Standard => one.kind === "standard");
const controls = new Map((await loadControls()).map(({ declaration }) => [declaration.id, declaration]));

function standard(id: string): Standard {
  const found = standards.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no standard ${id}`);
  return found;
}

const requirement = (framework: string, id: string) =>
  standard(framework).requirements.find((one) => one.id === id);

test("the frameworks are these", () => {
  expect(frameworks.map(({ id }) => id)).toEqual([
    "aws-config",
    ...["1.2", "1.4", "1.5", "2.0", "3.0", "4.0.1", "5.0", "6.0", "7.0"].map((version) => `cis-${version}`),
    "fsbp",
    "hipaa",
    "iso-27001-2022",
    "nist-800-53-r5",
    "nist-csf-2.0",
    "pci-dss-3.2.1",
    "pci-dss-4.0.1",
    "soc-2",
  ]);
});

test.each([
  ["cis-1.2", 49],
  ["cis-1.4", 58],
  ["cis-1.5", 63],
  ["cis-2.0", 64],
  ["cis-3.0", 62],
  ["cis-4.0.1", 64],
  ["cis-5.0", 63],
  ["cis-6.0", 63],
  ["cis-7.0", 70],
])("%s has all its %i recommendations", (id, count) => {
  expect(standard(id).requirements).toHaveLength(count);
  expect(standard(id).requirements.every(({ level }) => level === "L1" || level === "L2")).toBe(true);
});

test("ids are text: 1.10 stands beside 1.1", () => {
  expect(requirement("cis-5.0", "1.1")?.coverage).toBe("manual");
  expect(requirement("cis-5.0", "1.10")?.controls).toEqual([
    { control: "user-key-at-setup", parameters: { scope: "console" } },
  ]);
  expect(requirement("cis-6.0", "2.10")?.controls[0]?.control).toBe("user-key-at-setup");
});

test("the ids that move between versions are where they belong", () => {
  const places = (control: string) =>
    standards
      .filter(({ id }) => id.startsWith("cis-"))
      .map(({ requirements }) =>
        requirements.flatMap(({ id, controls: own }) =>
          own.some((one) => one.control === control) ? [id] : [],
        ),
      );
  // 1.2, 1.4, 1.5, 2.0, 3.0, 4.0.1, 5.0, 6.0, 7.0
  const unused = [["1.3"], ["1.12"], ["1.12"], ["1.12"], ["1.12"], ["1.12"], ["1.11"], ["2.11"], ["2.11"]];
  expect(places("user-unused-credential")).toEqual(unused);
  expect(places("user-single-active-key").at(-1)).toEqual([]);
  expect(places("user-key-at-setup").at(-1)).toEqual([]);
  expect(places("ebs-default-encryption").slice(-4)).toEqual([["5.1.1"], ["5.1.1"], ["6.1.1"], ["6.1.1"]]);
  expect(places("security-group-admin-ports-ipv6").slice(0, 3)).toEqual([[], [], ["5.3"]]);
  expect(places("trail-object-write-events").slice(0, 2)).toEqual([[], ["3.10"]]);
});

test("Security Hub: 90 days, 45 days and certificates are three requirements", () => {
  const asked = (id: string) => requirement("fsbp", id)?.controls;
  const unused = "user-unused-credential";
  expect(asked("IAM.8")).toEqual([{ control: unused, parameters: { max_idle_days: 90 } }]);
  expect(asked("IAM.22")).toEqual([{ control: unused, parameters: { max_idle_days: 45 } }]);
  expect(asked("IAM.26")).toEqual([{ control: "server-certificate-expired", parameters: { days_left: 0 } }]);
  expect(asked("IAM.7")?.[0]).toEqual({ control: "password-policy-length", parameters: { min_length: 8 } });
});

test("CIS counts the administrators that AWS manages, Security Hub those of one's own", () => {
  for (const { id, requirements } of standards.filter(({ id }) => id.startsWith("cis-") || id === "fsbp")) {
    const asked = requirements.flatMap((one) => one.controls);
    expect(asked.filter(({ control }) => control === "policy-full-admin")).toEqual([
      { control: "policy-full-admin", parameters: { include_aws_managed: id !== "fsbp" } },
    ]);
  }
});

test("where Security Hub looks at more than a control, it is judged in part", () => {
  for (const id of ["IAM.1", "IAM.21", "S3.8"]) {
    expect(requirement("fsbp", id)).toMatchObject({ coverage: "partly", note: expect.any(String) });
  }
  expect(requirement("fsbp", "IAM.10")).toMatchObject({ coverage: "covered" });
});

test("CIS asks for each bucket to be blocked, by itself or by its account", () => {
  const asked = standards
    .filter(({ id }) => id.startsWith("cis-"))
    .flatMap(({ requirements }) => requirements.flatMap(({ controls: own }) => own))
    .map(({ control }) => control);
  // 1.4, 1.5, 2.0, 3.0, 4.0.1, 5.0, 6.0, 7.0
  expect(asked.filter((control) => control === "bucket-public-access-block")).toHaveLength(8);
  expect(asked).not.toContain("account-public-access-block");
});

test("that UDP is not looked at is said of admin ports, wherever a standard counts it", () => {
  const admin = /^(security-group|network-acl)-admin-ports/;
  const places = standards
    .filter(({ id }) => id.startsWith("cis-"))
    .flatMap(({ requirements }) => requirements)
    .filter(({ controls: own }) => own.some(({ control }) => admin.test(control)));
  // Three a version from 1.5 on, and two in 1.4.
  expect(places).toHaveLength(23);
  for (const one of [...places, requirement("fsbp", "EC2.53"), requirement("fsbp", "EC2.54")]) {
    expect(one).toMatchObject({ coverage: "partly", note: expect.stringContaining("UDP") });
  }
});

test("PCI ids are requirements, without the counters of some lists", () => {
  for (const id of ["pci-dss-3.2.1", "pci-dss-4.0.1"]) {
    for (const one of standard(id).requirements) expect(one.id).toMatch(/^A?\d+(\.\d+){1,3}$/);
  }
  expect(requirement("pci-dss-4.0.1", "8.4.2")).toBeDefined();
  expect(requirement("pci-dss-4.0.1", "8.4.1.1")).toBeUndefined();
});

test("PCI asks for its own lengths and numbers of former passwords", () => {
  const value = (framework: string, id: string, control: string) =>
    requirement(framework, id)?.controls.find((one) => one.control === control)?.parameters;
  expect(value("pci-dss-4.0.1", "8.3.6", "password-policy-length")).toEqual({ min_length: 12 });
  expect(value("pci-dss-4.0.1", "8.3.7", "password-policy-reuse")).toEqual({ remembered: 4 });
  expect(value("pci-dss-3.2.1", "8.2.3", "password-policy-length")).toEqual({ min_length: 7 });
  expect(value("pci-dss-3.2.1", "8.2.5", "password-policy-reuse")).toEqual({ remembered: 4 });
});

test.each([
  ["nist-csf-2.0", ["DE.CM-02", "GV.OC-03", "GV.RM-03", "RC.RP-03"]],
  ["pci-dss-4.0.1", ["8.2.8", "8.3.4"]],
  ["soc-2", ["C1.2"]],
  ["iso-27001-2022", ["A.5.16"]],
])("%s does not list what public mappings answer by something else", (id, left) => {
  expect(left.filter((one) => requirement(id, one) !== undefined)).toEqual([]);
});

test("titles are short words of ours, and no sentences of the standards", () => {
  for (const { id, requirements } of standards) {
    for (const { title } of requirements) {
      expect(title.length, `${id}: ${title}`).toBeLessThanOrEqual(50);
      expect(title).not.toMatch(/^(Ensure|Maintain|Eliminate|Do not)\b|\bshould\b|\.$/);
    }
  }
});

test("what is judged in part says what is missing, and a standard that is not whole says so", () => {
  for (const { partly, requirements } of standards) {
    for (const one of requirements.filter(({ coverage }) => coverage === "partly")) {
      expect(one.note ?? partly).toBeDefined();
    }
  }
  for (const id of ["nist-800-53-r5", "nist-csf-2.0", "pci-dss-3.2.1", "pci-dss-4.0.1", "soc-2", "hipaa"]) {
    expect(standard(id).note).toMatch(/^Commonly mapped/);
    expect(standard(id).note).toMatch(/not\s+listed are not covered/);
  }
});

describe("the controls of standards", () => {
  const asked = standards.flatMap(({ id, requirements }) =>
    requirements.flatMap((one) => one.controls.map((control) => ({ ...control, place: `${id} ${one.id}` }))),
  );

  test("exist", () => {
    expect(asked.filter(({ control }) => !controls.has(control))).toEqual([]);
  });

  test("have the parameters that are asked for, and take the values", () => {
    for (const { control, parameters, place } of asked) {
      for (const [parameter, value] of Object.entries(parameters)) {
        const one = controls.get(control)?.parameters[parameter];
        if (one === undefined) throw new Error(`${place}: ${control} has no parameter ${parameter}`);
        readValue(one, { control, parameter, value, origin: place });
      }
    }
  });
});

/** The requirement that a name in a control's `tune.standards` means: `CIS 5.0 1.15`, `Security Hub IAM.1`. */
function named(name: string) {
  const [, version, id = ""] = /^(?:CIS (\S+)|Security Hub) (\S+)$/.exec(name) ?? [];
  return requirement(version === undefined ? "fsbp" : `cis-${version}`, id);
}

function defaults(control: string) {
  const parameters = Object.entries(controls.get(control)?.parameters ?? {});
  return Object.fromEntries(parameters.map(([name, parameter]) => [name, parameter.default]));
}

describe("the values that a control and a framework say of one requirement", () => {
  const told = [...controls.values()].flatMap(({ id, tune }) =>
    (tune?.standards ?? []).map(({ name, parameters }) => ({ id, name, parameters })),
  );

  test("are told of requirements that there are", () => {
    expect(told.length).toBeGreaterThan(20);
    expect(told.filter(({ name }) => named(name) === undefined)).toEqual([]);
  });

  test("are the same", () => {
    const both = told.flatMap(({ id, name, parameters }) =>
      (named(name)?.controls ?? [])
        .filter(({ control }) => control === id)
        .map((asked) => ({ id, name, told: parameters, asked: { ...defaults(id), ...asked.parameters } })),
    );
    expect(both.length).toBeGreaterThan(20);
    for (const one of both) expect(one.asked, `${one.id}: ${one.name}`).toMatchObject(one.told);
  });
});

/** Parameters for which neither CIS nor Security Hub has a value, so that a person's configuration may give one. */
const NO_VALUE = new Map([
  ["root-recent-use.window_days", "CIS asks for root to be used rarely, and names no number of days"],
  ["user-key-at-setup.window_seconds", "how close in time a key counts as made at setup is iamspect's own"],
  [
    "user-single-active-key.rotation_window_days",
    "counts only where a rotation is tolerated, and CIS tolerates none",
  ],
]);

test("CIS and Security Hub give each parameter a value, which no configuration softens", () => {
  const open = standards
    .filter(({ id }) => id === "fsbp" || id.startsWith("cis-"))
    .flatMap(({ id, requirements }) => requirements.map((one) => ({ ...one, place: `${id} ${one.id}` })))
    .flatMap(({ place, controls: own }) => own.map((asked) => ({ ...asked, place })))
    .flatMap(({ control, parameters, place }) =>
      Object.keys(controls.get(control)?.parameters ?? {})
        .filter((name) => !Object.hasOwn(parameters, name))
        .map((name) => ({ place, parameter: `${control}.${name}` })),
    );
  expect(open.filter(({ parameter }) => !NO_VALUE.has(parameter))).toEqual([]);
  expect(new Set(open.map(({ parameter }) => parameter))).toEqual(new Set(NO_VALUE.keys()));
});

describe("a framework of one's own", () => {
  const folder = mkdtempSync(join(tmpdir(), "iamspect-frameworks-"));
  const load = async (text: string) => {
    const file = join(folder, "ours.yaml");
    writeFileSync(file, `version: 1\nkind: standard\nid: ours\ntitle: Ours\nrequirements:\n${text}`);
    return await loadFramework(file);
  };

  test("is read from a file, and stands beside the others", async () => {
    const text =
      '  - {id: "1.10", title: Keys, coverage: covered, controls: [{control: user-key-rotation}]}\n';
    expect((await load(text)).requirements.map(({ id }) => id)).toEqual(["1.10"]);
    const known = await knownFrameworks(join(folder, "ours.yaml"));
    expect(known.map(({ id }) => id)).toEqual([...frameworks.map(({ id }) => id), "ours"]);
  });

  test.each([
    ["  - {id: 1.10, title: T, coverage: manual, note: N}\n", "1.10 is not 1.1"],
    [
      '  - {id: "1.1", title: T, coverage: manual, note: N}\n  - {id: "1.1", title: T, coverage: manual, note: N}\n',
      "there is another requirement 1.1",
    ],
    ['  - {id: "1", title: T, coverage: covered}\n', "covered needs a control"],
    ['  - {id: "1", title: T, coverage: manual}\n', "manual needs a note"],
    ['  - {id: "1", title: T, coverage: not_covered, note: N, controls: [{control: x}]}\n', "has none"],
  ])("%s is refused, with file and line", async (text, message) => {
    await expect(load(text)).rejects.toMatchObject({
      code: "bad_framework",
      message: expect.stringMatching(/ours\.yaml:\d+/),
    });
    await expect(load(text)).rejects.toThrow(message);
  });
});
