import { isMissing } from "../../model/check.js";
import type { Format, Renderers } from "./format.js";
import { jsonText } from "./json-text.js";
import { jsonLine } from "./ndjson.js";
import { inPieces } from "./pieces.js";
import { byRows, type Rows } from "./rows.js";

/** Results that are one object; all others are a list. */
const OBJECTS: Renderers = {
  audit: ({
    snapshot_id,
    as_of,
    coverage,
    reports,
    prevalence,
    scorecard,
    by,
    groups,
    judged,
    changes,
    first,
    settings,
  }) => {
    const grouped = by !== undefined && { by, groups };
    const scored = scorecard !== null && { scorecard };
    const head = { snapshot_id, as_of, coverage, reports, prevalence, ...scored, ...grouped };
    return indented({ ...head, judged, changes, first, settings });
  },
  cohort: indented,
  control: (controls) => controls.map(jsonLine).join(""),
  // The findings may be millions: they are written as they come, into the object's last member.
  diff: async function* ({ before, after, controls, not_compared, findings }) {
    yield `${indented({ before, after, controls, not_compared }).slice(0, -3)},\n  "findings": `;
    yield* array(findings());
    yield "}\n";
  },
  doctor: ({ checks, policies }) =>
    indented({ version: 1, complete: !checks.some(isMissing), checks, policies }),
  explanation: indented,
  key_owner: (key_owner) => indented({ version: 2, key_owner }),
  scenarios: (outcomes) => {
    const results = outcomes.map(({ id, result, effective_mfa: mfa }) => {
      const record = { ...result, roles: mfa?.roles ?? [] };
      return outcomes.length === 1 ? record : { id, ...record };
    });
    return indented(results.length === 1 ? { ...results[0] } : results);
  },
  trend: ({ target = null, controls, past }) => {
    const caveat =
      "open_since has only what is still open: what was fixed before the newest snapshot is not in it";
    const all = controls.map((control) => {
      const { months, since_unknown } = past.find((one) => one.control_id === control.control_id) ?? {};
      return { ...control, open_since: { months, since_unknown } };
    });
    return indented({ target, caveat, controls: all });
  },
};

/** One JSON object, or an array with a line for each member. */
export const json: Format = {
  name: "json",
  renderer: (kind) => OBJECTS[kind] ?? byRows(kind, array),
};

function indented(value: object): string {
  return `${jsonText(value, 2)}\n`;
}

async function* array(rows: Rows): AsyncGenerator<string> {
  let first = true;
  yield* inPieces(rows, (record) => {
    const before = first ? "[" : ",";
    first = false;
    return `${before}\n  ${jsonText(record)}`;
  });
  yield first ? "[]\n" : "\n]\n";
}
