import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { arn, type OpenedFixes, openFixes, USERS } from "../fixes/test-fixes.js";
import { userIdentity, userRisk } from "./user-risk.js";

let opened: OpenedFixes;
beforeAll(async () => {
  opened = await openFixes();
}, 30_000);
afterAll(() => opened.analysing.close());

const riskOf = async (name: string) =>
  await userRisk(opened.analysing.engine, await opened.analysing.context(), arn(name));

describe("risk", () => {
  test("is the sum over passwords and keys of gain x ease x certainty", async () => {
    for (const name of Object.keys(USERS)) {
      const { points, credentials } = await riskOf(name);
      for (const credential of credentials) {
        expect(credential.ease).toBeCloseTo(
          credential.factors.reduce((sum, { ease }) => sum + ease, 0),
          9,
        );
        expect(credential.points).toBeCloseTo(
          Math.floor(credential.gain * credential.ease * credential.certainty * 100 + 1e-6) / 100,
          9,
        );
      }
      expect(points).toBeCloseTo(
        credentials.reduce((sum, credential) => sum + credential.points, 0),
        9,
      );
    }
  });

  test("has the factors that the evidence shows, and no others", async () => {
    const factors = async (name: string) =>
      (await riskOf(name)).credentials.map(({ credential, slot, factors: all }) => [
        credential,
        slot,
        all.map(({ id }) => id),
      ]);
    expect(await factors("ann")).toEqual([
      ["password", null, ["password-is-static", "password-over-a-year", "claimable"]],
    ]);
    expect(await factors("svc-mail")).toEqual([
      [
        "access_key",
        1,
        ["key-is-static", "key-over-90-days", "key-over-a-year", "key-over-five-years", "key-never-rotated"],
      ],
      [
        "access_key",
        2,
        [
          ...[
            "key-is-static",
            "key-over-90-days",
            "key-over-a-year",
            "key-over-five-years",
            "key-never-rotated",
          ],
          ...["key-is-spare", "unused-90-days", "unused-a-year", "never-used"],
        ],
      ],
    ]);
    expect(await factors("idle")).toEqual([]);
  });

  test("a device leaves little of the password's", async () => {
    const [password] = (await riskOf("bob")).credentials;
    expect(password?.gain_without_mfa).toBe(0);
    expect(password?.gain).toBe(2);
  });

  test("kind and owner come with their reasons", async () => {
    const identity = await userIdentity(
      opened.analysing.engine,
      await opened.analysing.context(),
      arn("ann"),
    );
    expect(identity).toMatchObject({ kind: "human", owner: "sales", owner_from: "tag owner" });
    expect(identity.reasons.map(({ reason }) => reason)).toContain("it has a console password");
  });
});

test("an emergency is told beside the risk", async () => {
  expect((await riskOf("leaked")).emergency?.id).toBe("public-keys");
  expect((await riskOf("asked")).emergency?.id).toBe("claimable-administrators");
  expect((await riskOf("svc-mail")).emergency).toBeNull();
});
