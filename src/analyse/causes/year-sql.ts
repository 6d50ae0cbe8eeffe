/** IAM is no older: https://aws.amazon.com/about-aws/whats-new/2010/09/02/announcing-aws-identity-and-access-management/ */
const FIRST_YEAR = 2010;

/** SQL of the calendar year (UTC) of an epoch second, as text; without functions in which engines differ. */
export function yearSql(column: string, asOf: number): string {
  const last = new Date(asOf * 1000).getUTCFullYear();
  const years = Array.from({ length: Math.max(0, last - FIRST_YEAR) }, (_, index) => last - index);
  const cases = years.map((year) => `WHEN ${column} >= ${Date.UTC(year, 0, 1) / 1000} THEN '${year}'`);
  return `CASE ${cases.join(" ")} WHEN ${column} IS NOT NULL THEN '${FIRST_YEAR} or before' END`;
}
