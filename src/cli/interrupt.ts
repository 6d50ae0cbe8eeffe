/** What a shell says of a process that Ctrl-C ended. */
const EXIT_INTERRUPTED = 130;

/**
 * Ctrl-C while something runs: the first one asks it to stop and keep what it has, the second one ends the process at
 * once. Gives what `work` gives.
 */
export async function interruptible<T>(
  onFirst: () => void,
  work: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const interrupt = () => {
    if (stop.signal.aborted) process.exit(EXIT_INTERRUPTED);
    stop.abort(new Error("interrupted"));
    onFirst();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  try {
    return await work(stop.signal);
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}
