import { expect, test } from "vitest";
import { isMissing, worstStatus } from "./check.js";

test("the gravest status is taken, and denied is graver than any other", () => {
  expect(worstStatus([])).toBe("ok");
  expect(worstStatus(["ok", "not_checked"])).toBe("not_checked");
  expect(worstStatus(["throttled", "ok", "error"])).toBe("error");
  expect(worstStatus(["error", "denied", "throttled"])).toBe("denied");
});

test("a warning, and what was not asked for, is not missing", () => {
  const missing = (
    ["ok", "warning", "not_checked", "not_collected", "denied", "throttled", "error"] as const
  ).filter((status) => isMissing({ status }));
  expect(missing).toEqual(["denied", "throttled", "error"]);
});
