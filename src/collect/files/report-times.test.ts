import { expect, test } from "vitest";
import { csv, user } from "./test-report.js";
import { at, readFiles } from "./test-support.js";

const AS_OF = at("2026-11-23T00:00:00Z");

/** Values that are nearly times: one or two characters of a time changed, taken out or put in. */
function nearTimes(): string[] {
  const found = new Set<string>([
    "",
    "2026-01-01",
    "24:00",
    "now",
    "N/A ",
    "na",
    "null",
    "NaN",
    "infinity",
    "epoch",
  ]);
  const put = [" ", "0", "9", "-", "+", "T", "Z", ":", ".", "x", "\t", "é", "٣"];
  for (const time of ["2024-02-28T23:59:59Z", "2026-10-31T12:30:45+00:00", "2026-10-10T10:10:10.5-05:30"]) {
    for (let place = 0; place <= time.length; place += 1) {
      found.add(time.slice(0, place) + time.slice(place + 1));
      for (const text of put) {
        found.add(time.slice(0, place) + text + time.slice(place + 1));
        found.add(time.slice(0, place) + text + time.slice(place));
        const shorter = time.slice(1);
        found.add(shorter.slice(0, place) + text + shorter.slice(place));
      }
    }
  }
  return [...found];
}

/** The same once more, by another way: the parts of the time must come back out of the calendar as they went in. */
function timeOf(value: string): number | null | undefined {
  if (/^(n\/a|no_information|not_supported)$/i.test(value)) return null;
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):?(\d\d))$/.exec(
    value,
  );
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  local.setUTCHours(hour, minute, second);
  const back = [
    local.getUTCFullYear(),
    local.getUTCMonth() + 1,
    local.getUTCDate(),
    local.getUTCHours(),
    local.getUTCMinutes(),
    local.getUTCSeconds(),
  ];
  if (back.join() !== [year, month, day, hour, minute, second].join()) return undefined;
  const [zoneHour, zoneMinute] = [Number(match[8] ?? 0), Number(match[9] ?? 0)];
  if (zoneHour > 23 || zoneMinute > 59) return undefined;
  const offset = (match[7] === "-" ? -1 : 1) * (zoneHour * 60 + zoneMinute) * 60;
  return local.getTime() / 1000 - offset;
}

test("every value that is nearly a time is either read as what it says, or a fault that is told: never something else", async () => {
  const values = nearTimes();
  const rows = values.map((value, i) => user(`u-${i}`, { cert_1_last_rotated: value }));
  const reading = await readFiles({ "a.csv": csv(rows) });
  const found = new Map(reading.users.map((row) => [row.user_name, row]));
  const told = new Set(reading.problems.map((text) => Number(text.split(":")[1])));
  const wrong = values.filter((value, i) => {
    const row = found.get(`u-${i}`);
    const time = timeOf(value);
    const good = time !== undefined && (time ?? 0) <= AS_OF;
    return told.has(i + 2) === good || row?.certificate_1_created_at !== (good ? time : null);
  });
  expect(wrong).toEqual([]);
  expect(values.length).toBeGreaterThan(2000);
  expect(told.size).toBeGreaterThan(1500);
});
