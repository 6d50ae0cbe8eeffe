import type { PolicyDocument } from "../model/results/doctor.js";

/** The longest line of a file, as Biome formats this project's. */
const LINE_WIDTH = 110;

/** The policy as text for a file or a person: lists stand on one line where they fit. */
export function policyText(policy: PolicyDocument): string {
  return JSON.stringify(policy, null, 2).replace(
    /^( *"\w+": )\[\n([^[\]]*)\n *\](,?)/gm,
    (whole, name, items, end) => {
      const line = `${name}[${items.trim().replace(/\n */g, " ")}]${end}`;
      return items.includes("{") || line.length > LINE_WIDTH ? whole : line;
    },
  );
}
