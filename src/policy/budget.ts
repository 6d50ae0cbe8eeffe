/** The policies of one subject need more work than is allowed for: they are hostile or broken. */
export class TooComplex extends Error {}

/** Bounds the work for one subject, in pattern comparisons, so that no document can make it run for minutes. */
export class Budget {
  constructor(private left: number) {}

  refill(amount: number): void {
    this.left = amount;
  }

  /** @throws {TooComplex} */
  spend(amount: number): void {
    this.left -= amount;
    if (this.left < 0)
      throw new TooComplex("the policies need more comparisons than are allowed for one principal");
  }
}
