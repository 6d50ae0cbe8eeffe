interface Span {
  readonly days?: number;
  readonly hours?: number;
  readonly seconds?: number;
}

/** The time that lies this long before another, as ISO 8601 in whole seconds; a negative span lies after it. */
export function before(time: Date, { days = 0, hours = 0, seconds = 0 }: Span): string {
  const elapsed = Math.round(days * 86_400 + hours * 3_600 + seconds);
  const second = Math.floor(time.getTime() / 1000) - elapsed;
  return new Date(second * 1000).toISOString().replace(".000Z", "Z");
}
