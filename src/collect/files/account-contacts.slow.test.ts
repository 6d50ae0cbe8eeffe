import { expect, test } from "vitest";
import { type Files, readFiles } from "./test-support.js";

const ACCOUNT = "111122223333";
const alias: Files = { [`${ACCOUNT}/alias.json`]: JSON.stringify({ AccountAliases: ["one"] }) };
const arn = `arn:aws:account::${ACCOUNT}:account`;
const nothing = { security: null, billing: null, operations: null, contact_information: null };
const person = { EmailAddress: "ann@example.com", Name: "Ann Person", PhoneNumber: "+49 30 1234567" };

const read = async (...documents: object[]) =>
  await readFiles({
    ...alias,
    ...Object.fromEntries(
      documents.map((document, index) => [`${ACCOUNT}/${index}.json`, JSON.stringify(document)]),
    ),
  });

test("what a live run writes: whether each is there; none is an answer", async () => {
  const reading = await read({
    AlternateContacts: { SECURITY: false, BILLING: true, OPERATIONS: false },
    ContactInformation: true,
  });
  expect(reading.tables.account_contacts).toEqual([
    {
      account_id: ACCOUNT,
      arn,
      security: false,
      billing: true,
      operations: false,
      contact_information: true,
    },
  ]);
  for (const kind of ["account_contacts", "contact_information"]) {
    expect(reading.coverage(ACCOUNT, kind).status).toBe("ok");
  }
});

test("what the AWS CLI prints, of which nothing about the person is kept", async () => {
  const reading = await read(
    { AlternateContact: { ...person, AlternateContactType: "SECURITY" } },
    { ContactInformation: { FullName: person.Name, PhoneNumber: person.PhoneNumber } },
  );
  const rows = reading.tables.account_contacts ?? [];
  expect(rows).toEqual([{ account_id: ACCOUNT, arn, ...nothing, security: true, contact_information: true }]);
  expect(JSON.stringify(reading.tables)).not.toMatch(/ann@|Ann Person|1234567/);
});

test.each([
  ["null is the answer that there is none", { SECURITY: null }, false],
  ["a contact that was not asked for is not known", {}, null],
])("%s", async (_, AlternateContacts, security) => {
  const { tables } = await read({ AlternateContacts });
  expect(tables.account_contacts).toEqual([{ account_id: ACCOUNT, arn, ...nothing, security }]);
});

test("what was not told is not known, and a bad answer is none", async () => {
  const denied = await read({ AlternateContacts: { SECURITY: true } });
  expect(denied.tables.account_contacts).toEqual([{ account_id: ACCOUNT, arn, ...nothing, security: true }]);
  expect(denied.coverage(ACCOUNT, "contact_information").status).toBe("not_collected");
  const bad = await read({ AlternateContact: { ...person, AlternateContactType: 7 } });
  expect([bad.tables.account_contacts, bad.coverage(ACCOUNT, "account_contacts").status]).toEqual([
    [],
    "error",
  ]);
});

test("the primary contact alone makes the row, whatever is not known of the others", async () => {
  const reading = await read({ ContactInformation: true });
  expect(reading.problems).toEqual([]);
  expect(reading.tables.account_contacts).toEqual([
    { account_id: ACCOUNT, arn, ...nothing, contact_information: true },
  ]);
  expect(reading.coverage(ACCOUNT, "contact_information").status).toBe("ok");
  expect(reading.coverage(ACCOUNT, "account_contacts").status).toBe("not_collected");
});
