import { controlsOf, type Exception } from "./exception-schema.js";
import type { ExceptionEntry } from "./read-exceptions.js";

/** The first entry that already says what an exception says: the same subject, all of its controls, not ended yet. */
export function equalException(
  entries: readonly ExceptionEntry[],
  exception: Exception,
  today: string,
): ExceptionEntry | undefined {
  const subject = subjectKey(exception.subject);
  return entries.find(({ exception: other }) => {
    const known = controlsOf(other);
    return (
      other.expires >= today &&
      subjectKey(other.subject) === subject &&
      controlsOf(exception).every((id) => known.includes(id))
    );
  });
}

/** The same text for the same subject, in whatever order it is written. */
function subjectKey(subject: Exception["subject"]): string {
  const members = Object.entries(subject).map(([name, value]) => [
    name,
    Array.isArray(value) ? [...value].sort() : value,
  ]);
  return JSON.stringify(members.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}
