import { expect, test } from "vitest";
import { MAX_PAIRS, type Place, ScopeBook } from "./exception-scope.js";

const place = (accountId: string, ouPath: string | null = null): Place => ({
  accountId,
  head: `arn:aws:iam::${accountId}`,
  ouPath,
});

/** A book over places, and what it has written: the accounts of each scope. */
function book(places: readonly Place[]) {
  const written = new Map<number, string[]>();
  const scopes = new ScopeBook(places, (scope, { accountId }) => {
    written.set(scope, [...(written.get(scope) ?? []), accountId]);
  });
  return { scopes, written };
}
const PLACES = [place("111111111111", "/Prod"), place("222222222222", "/Prod/Web"), place("333333333333")];

test("the same accounts have one scope, which is written once; all accounts have none", () => {
  const { scopes, written } = book(PLACES);
  expect(scopes.numberOf("arn:aws:iam::222222222222", {})).toBe(0);
  expect(scopes.numberOf("arn:aws:iam::222222222222", {})).toBe(0);
  expect(scopes.numberOf("arn:aws:iam::*", {})).toBeNull();
  expect(scopes.numberOf("arn:*:*:*:*", { organizational_units: ["/Prod"] })).toBe(2);
  expect([...written]).toEqual([
    [0, ["222222222222"]],
    [2, ["111111111111", "222222222222"]],
  ]);
});

test("an account whose unit is not known is in none, and one that is not there is a scope of nothing", () => {
  const { scopes, written } = book(PLACES);
  expect(scopes.numberOf("arn:*:*:*:*", { organizational_units: ["/"], accounts: ["333333333333"] })).toBe(0);
  expect(scopes.numberOf("arn:aws:iam::444444444444", {})).toBe(1);
  expect(scopes.numberOf("arn:aws-cn:iam::111111111111", {})).toBe(2);
  expect(written.size).toBe(0);
});

test("more than can be looked at is an error that says what to do", () => {
  const head = "arn:aws:iam::111111111111";
  const inProd = Array.from(
    { length: 50_000 },
    (_, n): Place => ({ accountId: `${n}`, head, ouPath: "/Prod" }),
  );
  const scopes = new ScopeBook([place("999999999999", "/Sandbox"), ...inProd], () => undefined);
  const prodAnd = (n: number) => scopes.numberOf(head, { organizational_units: ["/Prod", `/None${n}`] });
  const fitting = MAX_PAIRS / inProd.length;
  for (let n = 0; n < fitting; n++) expect(prodAnd(n)).toBe(n);
  expect(() => prodAnd(fitting)).toThrow(
    expect.objectContaining({ code: "exceptions_too_broad", exitCode: 2 }),
  );
});
