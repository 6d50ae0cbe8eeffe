/**
 * Whether an account's place (`ou_path`, such as /Workloads/Prod) is one of these organizational units or below one.
 * `/` means every account whose place is known.
 */
export function inUnits(ouPath: string | null, units: readonly string[]): boolean {
  return units.some((unit) => ouPath === unit || ouPath?.startsWith(unit === "/" ? "/" : `${unit}/`));
}
