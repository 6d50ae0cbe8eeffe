/** The evidence of a finding, as the engine gives it: JSON text of an object. */
export function parseEvidence(value: unknown): Record<string, unknown> {
  const parsed: unknown = typeof value === "string" ? JSON.parse(value) : {};
  return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
}
