import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { csv, inAccount, key, password, root, user } from "../collect/files/test-report.js";
import { coveredFindings } from "./covered-findings.js";
import { exceptedSubjects } from "./excepted-subjects.js";
import { controlsOf, type Exception } from "./exception-schema.js";
import { type Laying, openLaying } from "./test-laying.js";

const [A, B, AWAY] = ["111122223333", "444455556666", "777788889999"];
const OLD = "2020-01-01T00:00:00Z";
const CONTROLS = ["user-key-rotation", "user-unused", "user-single-active-key"];

/** Everybody has two old keys that were never used. */
const NAMES = [
  "ann",
  "o'brien",
  'say"so"',
  "naïve-用户",
  "100%_sure",
  "back\\slash",
  "ci-bot-1",
  "ci-bot-2",
  "ci:x",
  "*",
];
const busy = (name: string, path = "/") =>
  user(name, { ...key(1, OLD), ...key(2, OLD), arn: `arn:aws:iam::${A}:user${path}${name}` });
const everybody = [
  ...NAMES.map((name) => busy(name)),
  busy("bob", "/team/"),
  busy("ci-bot-3", "/team/ci/"),
  user("idle", { ...password("2026-11-22T00:00:00Z") }),
  // A key made after the audit: nobody can say how old it is.
  user("later", key(1, "2027-01-01T00:00:00Z")),
];
const PLACES = `version: 1
accounts:
  - {account_id: "${A}", org_id: o-a1b2c3d4e5, org_role: member, ou_path: /Prod/Web}
  - {account_id: "${B}", org_id: o-a1b2c3d4e5, org_role: member, ou_path: /Sandbox}
  - {account_id: "${AWAY}", org_id: o-a1b2c3d4e5, org_role: member, ou_path: /Prod}
`;

let laying: Laying;
beforeAll(async () => {
  laying = await openLaying(
    {
      "accounts.yaml": PLACES,
      [`${A}/report.csv`]: csv([root(), ...everybody]),
      [`${B}/report.csv`]: csv(inAccount(B, [root(), ...everybody])),
    },
    CONTROLS,
  );
}, 30_000);
afterAll(() => laying.close());

let count = 0;
function exception(subject: Exception["subject"], more: Partial<Exception> = {}): Exception {
  count++;
  return {
    id: `e${count}`,
    control: "user-key-rotation",
    subject,
    owner: "o",
    reason: "r",
    approved_by: "a",
    expires: "2027-05-31",
    ...more,
  };
}
const arnOf = (name: string, account: string | undefined = A) => `arn:aws:iam::${account}:user/${name}`;

/** The subjects that are excepted, with the ids of the exceptions that count for them. */
async function excepted(): Promise<string[]> {
  const rows = await laying.engine.all("SELECT DISTINCT subject_arn, exception FROM excepted ORDER BY 1, 2");
  return rows.map((row) => `${row.subject_arn} ${row.exception}`);
}
const kinds = (states: readonly { problems: readonly { kind: string }[] }[]) =>
  states.map(({ problems }) => problems.map(({ kind }) => kind));

describe("whom an exception is for", () => {
  test("hostile names are plain text, exactly", async () => {
    for (const name of NAMES.filter((one) => !/[*?]/.test(one))) {
      const one = exception({ arn: arnOf(name) });
      const [state] = await laying.lay([one]);
      expect([name, state?.subjects, state?.findings, state?.covers]).toEqual([name, 1, 2, 2]);
      expect(await excepted()).toEqual([`${arnOf(name)} ${one.id}`]);
    }
  });

  test("a name means the user in every account, whatever the path, and no other's name that ends so", async () => {
    const bob = exception({ user_name: "bob" });
    await laying.lay([bob]);
    expect(await excepted()).toEqual([A, B].map((id) => `${arnOf("team/bob", id)} ${bob.id}`));
    const [state] = await laying.lay([exception({ user_name: "ob" })]);
    expect(state).toMatchObject({ subjects: 0, findings: 0 });
  });

  test("accounts and units narrow, and a unit takes in those below it", async () => {
    const inUnit = (...units: string[]) => exception({ user_name: "ann", organizational_units: units });
    const states = await laying.lay([
      exception({ user_name: "ann", accounts: [B] }),
      inUnit("/Prod"),
      inUnit("/Pro"),
      inUnit("/"),
      inUnit("/Sandbox", "/Prod/Web"),
    ]);
    expect(states.map(({ subjects }) => subjects)).toEqual([1, 1, 0, 2, 2]);
  });

  test("% and _ are no wildcards, and * does not reach over the parts of an ARN", async () => {
    const patterns = ["user/100%*", "user/%*", "user/1__%?sure", "user/ci*", "*bot-?", "user/*/ci-bot-?"];
    const states = await laying.lay(
      patterns.map((one) => exception({ pattern: `arn:aws:iam::${A}:${one}` })),
    );
    expect(states.map(({ subjects }) => subjects)).toEqual([1, 0, 0, 3, 3, 1]);
    const [wide] = await laying.lay([exception({ pattern: "arn:*:iam::4*:user/ann" })]);
    expect(wide).toMatchObject({ subjects: 1, findings: 2 });
    const [none] = await laying.lay([exception({ pattern: "arn:*:iam:*:user/ann:*" })]);
    expect(none).toMatchObject({ subjects: 0 });
  });

  test("one finding by its id; only with the control that it is of", async () => {
    const row = laying.rows.find(
      ({ control_id: id, subject_arn: arn }) => id === "user-key-rotation" && arn === arnOf("ann"),
    );
    const subject = { finding_id: String(row?.finding_id) };
    const states = await laying.lay([exception(subject), exception(subject, { control: "user-unused" })]);
    expect(states.map(({ findings, covers }) => [findings, covers])).toEqual([
      [1, 1],
      [0, 0],
    ]);
    expect(await coveredFindings(laying.engine, 0, 5)).toEqual([
      { findingId: subject.finding_id, controlId: "user-key-rotation", subjectArn: arnOf("ann") },
    ]);
  });
});

describe("what it does", () => {
  test("a control that it does not name still fails", async () => {
    await laying.lay([exception({ arn: arnOf("ann") })]);
    const rows = await laying.engine.all("SELECT DISTINCT control_id FROM excepted");
    expect(rows).toEqual([{ control_id: "user-key-rotation" }]);
  });

  test("never laid over what is unknown, and it says so", async () => {
    const [state] = await laying.lay([exception({ arn: arnOf("later") })]);
    expect(state).toMatchObject({ subjects: 1, findings: 0, covers: 0 });
    expect(state?.unknown).toBeGreaterThan(0);
    expect(state?.problems.map(({ text }) => text)).toEqual([
      expect.stringContaining("an exception is laid over a fail only"),
    ]);
  });

  test("of two the first in the file counts, and the other one says which", async () => {
    const first = exception({ user_name: "ann" }, { expires: "2026-12-31" });
    const second = exception({ pattern: `arn:aws:iam::${A}:user/a*` }, { control: CONTROLS });
    const states = await laying.lay([first, second]);
    expect(states.map(({ covers }) => covers)).toEqual([4, 2]);
    expect(states[1]?.problems.map(({ text }) => text)).toEqual([
      `overlaps: 2 of its 4 findings are covered by ${first.id} too, which stands first and counts`,
    ]);
    expect(kinds([states[0] ?? { problems: [] }])).toEqual([[]]);
  });

  test("an expired one covers nothing, and one behind it counts", async () => {
    const expired = exception({ arn: arnOf("ann") }, { expires: "2026-11-22" });
    const early = exception({ arn: arnOf("ann") }, { created: "2026-11-24" });
    const [first, second] = await laying.lay([expired, early]);
    expect([first?.covers, first?.uncovered, second?.covers]).toEqual([0, 2, 0]);
    expect(kinds([first, second].flatMap((one) => (one === undefined ? [] : [one])))).toEqual([
      ["expired"],
      ["not_yet_valid"],
    ]);
    expect(await excepted()).toEqual([]);
    const [back, now] = await laying.lay([expired, exception({ arn: arnOf("ann") })]);
    expect([back?.uncovered, now?.covers]).toEqual([0, 2]);
    expect(back?.problems[0]?.text).toMatch(/other exceptions cover all that it meant$/);
  });

  test("strange controls, those that were not run, and wildcards are told", async () => {
    const subject = { arn: arnOf("ann") };
    const states = await laying.lay([
      exception(subject, { control: "user-key-rotatoin" }),
      exception(subject, { control: ["user-key-rotatoin", "user-key-rotation"] }),
      exception(subject, { control: "root-mfa" }),
      exception(subject, { control: "user-*" }),
    ]);
    expect(kinds(states)).toEqual([
      ["no_control"],
      ["no_control"],
      ["not_judged"],
      ["too_broad", "overlapping"],
    ]);
    expect(states.map(({ covers }) => covers)).toEqual([0, 2, 0, 2]);
  });

  test("an account that is not there, and one of which no user is known", async () => {
    const states = await laying.lay(
      ["000000000000", String(AWAY)].map((id) => exception({ arn: arnOf("ann", id) })),
    );
    expect(states.map(({ problems }) => problems.map(({ text }) => text))).toEqual([
      ["matches nothing: account 000000000000 is not in this snapshot"],
      ["matches nothing: nothing is known of the users of 777788889999"],
    ]);
  });

  test("a subject is excepted when every failing finding of the control is", async () => {
    const rows = laying.rows.filter(
      ({ control_id: id, subject_arn: arn }) => id === "user-key-rotation" && arn === arnOf("ann"),
    );
    const ids = rows.map(({ finding_id: id }) => exception({ finding_id: String(id) }));
    expect(ids).toHaveLength(2);
    await laying.lay(ids.slice(0, 1));
    expect(await exceptedSubjects(laying.engine, laying.findings)).toEqual([]);
    await laying.lay(ids);
    expect(await exceptedSubjects(laying.engine, laying.findings)).toEqual([
      { controlId: "user-key-rotation", accountId: A, year: "2020", subjects: 1, assumed: 0 },
    ]);
  });

  test("no exceptions at all: nothing is excepted", async () => {
    expect(await laying.lay([])).toEqual([]);
    expect(await excepted()).toEqual([]);
  });
});

/** The same, told one finding and one exception after the other. */
function holds(one: Exception, row: Readonly<Record<string, unknown>>): boolean {
  const { arn, user_name, pattern, accounts, organizational_units: units } = one.subject;
  const subject = String(row.subject_arn);
  const account = String(row.account_id);
  const place = account === A ? "/Prod/Web" : "/Sandbox";
  return (
    controlsOf(one).includes(String(row.control_id)) &&
    (arn === undefined || arn === subject) &&
    (user_name === undefined || subject.split("/").at(-1) === user_name) &&
    (pattern === undefined || fits(pattern, subject)) &&
    (accounts === undefined || accounts.includes(account)) &&
    (units === undefined || units.some((unit) => `${place}/`.startsWith(`${unit}/`)))
  );
}

function fits(pattern: string, arn: string): boolean {
  const [head, resource] = [pattern.split(":").slice(0, 5), pattern.split(":").slice(5).join(":")];
  const part = (text: string, any: string) =>
    [...text]
      .map((one) => (one === "*" ? `${any}*` : one === "?" ? any : one.replace(/[^\w]/g, "\\$&")))
      .join("");
  return new RegExp(`^${head.map((one) => part(one, "[^:]")).join(":")}:${part(resource, "[\\s\\S]")}$`).test(
    arn,
  );
}

test("many at once cover what each of them by itself covers", async () => {
  const name = fc.constantFrom(...NAMES, "team/bob", "team/ci/ci-bot-3", "idle", "nobody");
  const part = fc.constantFrom("ci-", "*", "?", "bot", "team/", "o", "n", "-1", ":", "b");
  const subject = fc.oneof(
    fc.record({ arn: fc.tuple(name, fc.constantFrom(A, B)).map(([one, id]) => arnOf(one, id)) }),
    fc.record({ user_name: fc.constantFrom("ann", "bob", "ci-bot-3", "nobody") }),
    fc.record({
      pattern: fc
        .tuple(
          fc.constantFrom(`arn:aws:iam::${A}`, "arn:*:iam::*", "arn:aws:iam::4?*", "arn:aws*:*:*:*"),
          fc.array(part, { maxLength: 5 }),
        )
        .map(([head, parts]) => `${head}:user/${parts.join("")}*`),
    }),
  );
  const narrowed = fc
    .tuple(
      subject,
      fc.option(fc.subarray([A, B].map(String), { minLength: 1 }), { nil: undefined }),
      fc.option(fc.constantFrom<string[]>(["/Prod"], ["/Sandbox", "/Nowhere"]), { nil: undefined }),
    )
    .map(([one, accounts, organizational_units]) => ({
      ...one,
      ...(accounts && { accounts }),
      ...(organizational_units && { organizational_units }),
    }));
  const any = fc.record({
    subject: narrowed,
    control: fc.subarray(CONTROLS, { minLength: 1 }),
    expires: fc.constantFrom("2026-11-22", "2026-11-23", "2027-11-23"),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(any, { minLength: 1, maxLength: 12 }), async (list) => {
      const exceptions = list.map(({ subject: one, ...more }) => exception(one, more));
      const states = await laying.lay(exceptions);
      const fails = laying.rows.filter(({ status }) => status === "fail");
      const wins = (row: (typeof fails)[number]) =>
        exceptions.find((one) => one.expires >= "2026-11-23" && holds(one, row))?.id;
      expect(states.map(({ findings, covers }) => [findings, covers])).toEqual(
        exceptions.map((one) => [
          fails.filter((row) => holds(one, row)).length,
          fails.filter((row) => wins(row) === one.id).length,
        ]),
      );
      const laid = await laying.engine.all("SELECT finding_id, exception FROM excepted ORDER BY 1");
      expect(laid.map(({ finding_id, exception: id }) => [finding_id, id])).toEqual(
        fails.flatMap((row) => (wins(row) === undefined ? [] : [[row.finding_id, wins(row)]])),
      );
    }),
    { numRuns: 40 },
  );
});
