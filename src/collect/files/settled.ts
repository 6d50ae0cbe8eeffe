/** What one source says of something, true or false, and when it said so: SQL. NULL: it does not say, or it is not known when. */
export interface Saying {
  readonly source: string;
  readonly value: string;
  readonly time: string;
}

/** What counts where sources may contradict each other: a value whose source is newer than all that say otherwise; else NULL. */
export function settled(sayings: readonly Saying[]): string {
  const cases = sayings.map(({ value, time }) => {
    const holds = sayings
      .filter((other) => other.value !== value)
      .map(
        (other) => `coalesce(${other.value} = ${value}, TRUE) OR coalesce(${time} > ${other.time}, FALSE)`,
      );
    return `WHEN ${value} IS NOT NULL AND ${holds.map((one) => `(${one})`).join(" AND ")} THEN ${value}`;
  });
  return `CASE ${cases.join(" ")} END`;
}

/** Where sources contradict each other and none is known to be the newest: what each of them says, as text; else NULL. */
export function contradiction(sayings: readonly Saying[]): string {
  const values = sayings.map(({ value }) => value).join(", ");
  const told = sayings.map(
    ({ source, value }) =>
      `CASE WHEN ${value} THEN '${source}: yes' WHEN NOT ${value} THEN '${source}: no' END`,
  );
  return `CASE WHEN coalesce(${values}) IS NOT NULL AND ${settled(sayings)} IS NULL THEN concat_ws(', ', ${told.join(", ")}) END`;
}
