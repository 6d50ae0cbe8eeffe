/** A record of the requests that were sent, by IAM action such as `iam:GetAccountSummary`. */
export class CallCounter {
  readonly #counts = new Map<string, number>();

  add(action: string): void {
    this.#counts.set(action, (this.#counts.get(action) ?? 0) + 1);
  }

  /** The counts so far, sorted by action, as they stand in `collection.json`. */
  toRecord(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
