import { defineConfig } from "vitest/config";

const SLOW = "**/*.slow.test.ts";
const THOROUGH = "**/*.thorough.test.ts";

/**
 * A test file tells by its name which project runs it, so that no list has to know it:
 *
 * - `src/**` and `x.test.ts`: unit, what `npm run check` runs beside linting. Needs nothing but Node and a moment.
 * - `src/**` and `x.slow.test.ts`: slow, the same with more than a moment.
 * - `test/**` and `x.test.ts`: system, runs the built program, real servers and real files.
 * - `x.thorough.test.ts`: thorough. Kills, random searches, histories, whole cohorts: what finds rare faults and costs minutes.
 *
 * `npm test` runs the first three, `npm run test:thorough` the last. Times limit only what hangs.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "scripts/**/*.test.ts"],
          exclude: [SLOW, THOROUGH],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Unit tests keep no state in modules: a process for each file would cost more than the tests.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "slow",
          include: [`src/${SLOW}`],
          testTimeout: 180_000,
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "system",
          include: ["test/**/*.test.ts"],
          exclude: [THOROUGH],
          globalSetup: "test/shared-folder.ts",
          testTimeout: 180_000,
          hookTimeout: 400_000,
          // Most of their time is waiting: for servers, for reports that are not ready, for faults that time out.
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: "thorough",
          include: [`src/${THOROUGH}`, `test/${THOROUGH}`],
          globalSetup: "test/shared-folder.ts",
          testTimeout: 400_000,
          hookTimeout: 400_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
