import { expect, test } from "vitest";
import type { AwsClients } from "../aws/aws-clients.js";
import type { LiveContext } from "./source.js";
import { type Together, together } from "./together.js";

const asked: string[] = [];
const request = (kind: string, ok: boolean, more: Partial<Together> = {}): Together => ({
  action: `service:${kind}`,
  kind,
  send: async () => {
    asked.push(kind);
    if (!ok) throw Object.assign(new Error("no"), { name: "AccessDeniedException" });
    return { [kind]: true };
  },
  ...more,
});
const collect = async (...[first, ...rest]: [Together, ...Together[]]) => {
  asked.length = 0;
  const context = { clients: {} as AwsClients } as LiveContext;
  return await together([first, ...rest]).collect(context);
};
const denied = (kind: string) => ({ status: "denied", detail: `service:${kind}` });

test("one that is denied keeps no other from being asked", async () => {
  expect(await collect(request("a", false), request("b", true))).toEqual({
    status: "ok",
    document: { b: true },
    gaps: new Map([["a", denied("a")]]),
  });
});

test("behind a list that is denied nothing is asked", async () => {
  expect(await collect(request("a", false, { lists: true }), request("b", true))).toEqual(denied("a"));
  expect(asked).toEqual(["a"]);
});

test("where all are denied there is no document, and each has its own reason", async () => {
  expect(await collect(request("a", false), request("b", false))).toEqual({
    ...denied("a"),
    gaps: new Map([
      ["a", denied("a")],
      ["b", denied("b")],
    ]),
  });
});
