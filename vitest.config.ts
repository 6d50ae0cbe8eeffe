import { defineConfig } from "vitest/config";

/** Tests that need nothing but Node, and more than a moment: whole cohorts and organizations, random searches, killed processes. */
const THOROUGH = [
  "src/**/*.thorough.test.ts",
  "src/collect/demo/**/*.test.ts",
  "src/collect/files/full-disk.test.ts",
  "src/lake/kill.test.ts",
  "src/policy/{soundness,role-worlds}.test.ts",
  "src/assess/agreement.test.ts",
  "src/collect/files/corruption.test.ts",
  "src/collect/files/round-trip.test.ts",
  "src/collect/files/organization.test.ts",
  "src/collect/files/fresh.test.ts",
  "src/derive/{derive-snapshot,roles}.test.ts",
  "src/analyse/causes/random.test.ts",
  "src/govern/lay-exceptions.test.ts",
  "src/analyse/deeds/fix-first.test.ts",
  "src/collect/files/generations.test.ts",
  "src/analyse/history/{history,trend,identity-links}.test.ts",
];

/** `unit` is what every change is checked by; `system` runs the built program, real servers and real files. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["src/**/*.test.ts"],
          exclude: THOROUGH,
          testTimeout: 60_000,
          // Unit tests keep no state in modules: a process for each file would cost more than the tests.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      { test: { name: "thorough", include: THOROUGH, testTimeout: 180_000, sequence: { groupOrder: 1 } } },
      {
        test: {
          name: "system",
          include: ["test/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 400_000,
          // Most of their time is waiting: for servers, for reports that are not ready, for faults that time out.
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
