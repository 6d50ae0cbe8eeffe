// The least that counting takes: DuckDB alone reads a credential report and prints the five counts that the project began
// with, and their tiers. It checks nothing, keeps nothing, and believes every value. node bench/floor.mjs FILE AS_OF
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { DuckDBInstance } from "@duckdb/node-api";

const [, , file, asOf] = process.argv;

/** To say the types is twice as fast as to have them found. */
const typeOf = (column) => {
  if (/_(active|enabled)$/.test(column)) return "BOOLEAN";
  return /_(time|rotated|changed|rotation|used|date)$/.test(column) ? "TIMESTAMP" : "VARCHAR";
};
const [header] = await createInterface({ input: createReadStream(file, { end: 4096 }) })
  [Symbol.asyncIterator]()
  .next()
  .then(({ value }) => [value]);
const columns = header.split(",").map((column) => `'${column}': '${typeOf(column)}'`);
const csv =
  `read_csv('${file}', header = true, auto_detect = false, columns = {${columns.join(", ")}},` +
  " nullstr = ['N/A', 'no_information', 'not_supported'])";

const before = (days) => `TIMESTAMP '${asOf.slice(0, 19)}' - INTERVAL '${days}' DAY`;
const ofActive = (slot, column) =>
  `CASE WHEN access_key_${slot}_active THEN access_key_${slot}_${column} END`;
const made = [1, 2].map((slot) => ofActive(slot, "last_rotated"));
const used = [
  "CASE WHEN password_enabled THEN coalesce(password_last_used, password_last_changed, user_creation_time) END",
  ...[1, 2].map((slot) => `coalesce(${ofActive(slot, "last_used_date")}, ${ofActive(slot, "last_rotated")})`),
];
const atSetup = made.map((at) => `abs(epoch(${at}) - epoch(user_creation_time)) <= 10`).join(" OR ");
const two = "access_key_1_active AND access_key_2_active";
const COUNTS = {
  "user-mfa-device": "password_enabled AND NOT mfa_active",
  "user-key-at-setup": `password_enabled AND (${atSetup})`,
  "user-single-active-key": two,
  ...Object.fromEntries(
    [30, 90, 365].map((days) => [`user-single-active-key ${days}`, `${two} AND newest < ${before(days)}`]),
  ),
  ...Object.fromEntries(
    [90, 365, 1825].map((days) => [`user-key-rotation ${days}`, `oldest < ${before(days)}`]),
  ),
  ...Object.fromEntries([90, 365].map((days) => [`user-unused ${days}`, `active_at <= ${before(days)}`])),
};

const connection = await (await DuckDBInstance.create()).connect();
const result = await connection.runAndReadAll(
  `SELECT ${Object.entries(COUNTS).map(([name, condition]) => `count_if(${condition}) AS "${name}"`)}` +
    ` FROM (SELECT *, greatest(${made}) AS newest, least(${made}) AS oldest, greatest(${used}) AS active_at FROM ${csv} WHERE "user" <> '<root_account>')`,
);
console.log(JSON.stringify(result.getRowObjectsJson()[0]));
