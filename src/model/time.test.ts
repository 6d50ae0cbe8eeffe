import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDate, formatTime, parseAuditTime, parseTime } from "./time.js";
import { UserError } from "./user-error.js";

const NOON = 1_611_489_600;

describe("parseTime", () => {
  test.each([
    ["Z", "2021-01-24T12:00:00Z", NOON],
    ["+00:00, as AWS wrote before July 2024", "2021-01-24T12:00:00+00:00", NOON],
    ["-00:00", "2021-01-24T12:00:00-00:00", NOON],
    ["a zone east of Greenwich", "2021-01-24T17:30:00+05:30", NOON],
    ["a zone west of Greenwich without colon", "2021-01-24T04:00:00-0800", NOON],
    ["a fraction is dropped, not rounded", "2021-01-24T12:00:00.999Z", NOON],
    ["a fraction of nine digits", "2021-01-24T12:00:00.123456789+00:00", NOON],
    ["no seconds", "2021-01-24T12:00Z", NOON],
    ["a space for the T", "2021-01-24 12:00:00Z", NOON],
    ["lower case", "2021-01-24t12:00:00z", NOON],
    ["white space around it", " 2021-01-24T12:00:00Z\n", NOON],
    ["the first second", "1970-01-01T00:00:00Z", 0],
    ["before 1970", "1969-12-31T23:59:59.5Z", -1],
    ["29 February of a leap year", "2024-02-29T00:00:00Z", 1_709_164_800],
    ["the zone shifts it into the next year", "2020-12-31T23:00:00-01:00", 1_609_459_200],
  ])("reads %s", (_, text, seconds) => {
    expect(parseTime(text)).toBe(seconds);
  });

  test.each([
    ["nothing", ""],
    ["a date alone", "2021-01-24"],
    ["no zone", "2021-01-24T12:00:00"],
    ["month 13", "2026-13-01T00:00:00Z"],
    ["month 0", "2026-00-01T00:00:00Z"],
    ["30 February", "2026-02-30T00:00:00Z"],
    ["29 February of a common year", "2026-02-29T00:00:00Z"],
    ["31 April", "2026-04-31T00:00:00Z"],
    ["day 0", "2026-01-00T00:00:00Z"],
    ["hour 25", "2026-01-01T25:00:00Z"],
    ["second 61", "2026-01-01T00:00:61Z"],
    ["text behind it", "2026-01-01T00:00:00Z."],
    ["the words of a credential report", "N/A"],
    ["a name of a zone", "2026-01-01T00:00:00 Europe/Berlin"],
    ["epoch seconds", "1611489600"],
    ["digits of another script", "２026-01-01T00:00:00Z"],
  ])("gives nothing for %s", (_, text) => {
    expect(parseTime(text)).toBeUndefined();
  });

  test("is undone by formatTime, whatever the zone and the fraction", () => {
    const second = fc.integer({ min: -62_000_000_000, max: 253_402_300_799 });
    const zone = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(second, zone, fc.integer({ min: 0, max: 999 }), (seconds, minutes, fraction) => {
        expect(parseTime(formatTime(seconds))).toBe(seconds);
        const local = formatTime(seconds + minutes * 60).slice(0, 19);
        const sign = minutes < 0 ? "-" : "+";
        const [hour, minute] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
        const text = `${local}.${fraction}${sign}${two(hour)}:${two(minute)}`;
        fc.pre(/^\d{4}-/.test(text));
        expect(parseTime(text)).toBe(seconds);
      }),
    );
  });

  test("never throws, and what it reads is a whole number", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const seconds = parseTime(text);
        expect(seconds === undefined || Number.isSafeInteger(seconds)).toBe(true);
      }),
    );
  });
});

test("formatTime and formatDate write UTC", () => {
  expect(formatTime(NOON)).toBe("2021-01-24T12:00:00Z");
  expect(formatDate(NOON + 12 * 3600 - 1)).toBe("2021-01-24");
  expect(formatDate(NOON + 12 * 3600)).toBe("2021-01-25");
});

describe("the audit time a person gives", () => {
  test("is a time with a zone, or a date that begins in UTC", () => {
    expect(parseAuditTime("2021-01-24T12:00:00Z")).toBe(NOON);
    expect(parseAuditTime("2021-01-24T13:00:00+01:00")).toBe(NOON);
    expect(parseAuditTime("2021-01-24")).toBe(NOON - 12 * 3600);
  });

  test.each(["yesterday", "2021-02-30", "24.01.2021", "2021-01-24T12:00:00", ""])(
    "%j is refused, and the message shows how to write it",
    (text) => {
      const error = thrown(() => parseAuditTime(text));
      expect(error).toBeInstanceOf(UserError);
      expect(error).toMatchObject({ code: "bad_time", exitCode: 2 });
      expect(String(error)).toContain(JSON.stringify(text));
      expect(error).toHaveProperty("fix", "Write it as 2026-11-23 or 2026-11-23T00:00:00Z.");
    },
  );
});

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function thrown(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}
