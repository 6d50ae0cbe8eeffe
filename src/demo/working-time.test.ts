import { expect, test } from "vitest";
import { ageOf, timeAtAge } from "./dates.js";
import { Prng } from "./prng.js";
import { atWork, pickTime } from "./working-time.js";

const local = (time: number, zone: number) => new Date((time + zone * 3600) * 1000);
const weekend = (date: Date) => date.getUTCDay() === 0 || date.getUTCDay() === 6;

test.each([-8, 0, 5.5, 11])(
  "people %d hours ahead of UTC work from 8 to 18 o'clock, few at weekends",
  (zone) => {
    const prng = new Prng("work");
    const times = Array.from({ length: 2_000 }, (_, index) => 1_600_000_000 + index * 30_011);
    const at = times.map((time) => local(atWork(prng, time, zone), zone));
    for (const date of at) expect(date.getUTCHours() >= 8 && date.getUTCHours() < 18).toBe(true);
    const part = at.filter(weekend).length / at.length;
    expect(part).toBeGreaterThan(0.005);
    expect(part).toBeLessThan(0.04);
  },
);

test("what is moved stays on its day, or goes back to a Friday", () => {
  const prng = new Prng("days");
  const days = new Set<string>();
  for (let draw = 0; draw < 200; draw += 1) {
    const saturday = Date.parse("2021-01-23T12:00:00Z") / 1000;
    days.add(
      local(atWork(prng, saturday, 0), 0)
        .toISOString()
        .slice(0, 10),
    );
    const monday = Date.parse("2021-01-18T23:00:00Z") / 1000;
    expect(local(atWork(prng, monday, 0), 0).toISOString()).toMatch(/^2021-01-18T/);
  }
  expect([...days].sort()).toEqual(["2021-01-22", "2021-01-23"]);
});

test("times lie between the ages, of people nearly always at work, of machines at any hour", () => {
  const prng = new Prng("pick");
  const hours = (zone: number | undefined) =>
    Array.from({ length: 2_000 }, () => {
      const time = pickTime(prng, 30, 90, zone) ?? Number.NaN;
      expect(ageOf(time) >= 30 && ageOf(time) <= 90).toBe(true);
      return local(time, zone ?? 0).getUTCHours();
    });
  const atNight = (all: number[]) => all.filter((hour) => hour < 8 || hour >= 18).length / all.length;
  expect(atNight(hours(-5))).toBeLessThan(0.01);
  expect(atNight(hours(undefined))).toBeGreaterThan(0.5);
});

test("where no working hour fits, the limits win", () => {
  const night = ageOf(Date.parse("2021-01-06T02:00:00Z") / 1000);
  const time = pickTime(new Prng("night"), night, night + 0.05, 0) ?? Number.NaN;
  expect(time <= timeAtAge(night) && time >= timeAtAge(night + 0.05)).toBe(true);
  expect(pickTime(new Prng("none"), 10, 9, 0)).toBeUndefined();
});
