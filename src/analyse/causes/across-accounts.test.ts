import { describe, expect, test } from "vitest";
import type { TraitKind } from "../../model/trait-kinds.js";
import { holdsAcrossAccounts, type Spread } from "./across-accounts.js";
import type { Choice } from "./choose.js";

const nothing: Spread = { failing: 50, expected: 50, variance: 0, score: 0, squares: 0 };

function choice(kind: TraitKind, value = "x"): Choice {
  const one = { control: 0, kind, value, carriers: 50, failing: 50, logP: -50, logAdjusted: -40 };
  const counted = { carriers: 50, failing: 50, unknown: 0 };
  return { kind, values: [one], alike: [], all: counted, beyond: counted };
}

const holds = (kind: TraitKind, spread: Partial<Spread>, picked: { values?: number; kinds?: number } = {}) =>
  holdsAcrossAccounts(
    choice(kind),
    { ...nothing, ...spread },
    { logThreshold: -12, values: 10, kinds: 10, ...picked },
  );

describe("holdsAcrossAccounts", () => {
  test("a trait that all users of its one account carry shows nothing but the account", () => {
    // With one account that counts the score is as large as its own square's root.
    expect(holds("iam_path", { score: 40, squares: 1600 })).toBe(false);
    expect(holds("organizational_unit", { score: 40, squares: 1600 })).toBe(false);
    expect(holds("account", { score: 40, squares: 1600 })).toBe(true);
  });

  test("many accounts that say the same do", () => {
    // 30 accounts, each with a score of 10.
    expect(holds("iam_path", { score: 300, squares: 3000 })).toBe(true);
    expect(holds("organizational_unit", { score: 300, squares: 3000 })).toBe(true);
  });

  test("carriers against others of the same account: enough for a path, not for an OU, of which there are no others", () => {
    const within = { expected: 10, variance: 25 };
    expect(holds("iam_path", within)).toBe(true);
    expect(holds("organizational_unit", within)).toBe(false);
    expect(holds("iam_path", { expected: 40, variance: 25 })).toBe(false);
  });

  test("the more values it was picked from, the more accounts must say so", () => {
    // 16 accounts: four standard deviations.
    const spread = { score: 160, squares: 1600 };
    expect(holds("account_tag", spread, { values: 5, kinds: 3 })).toBe(true);
    expect(holds("account_tag", spread, { values: 500, kinds: 26 })).toBe(false);
  });
});
