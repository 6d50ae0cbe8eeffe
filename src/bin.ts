#!/usr/bin/env node
import { main } from "./cli.js";

// Evidence is for its owner's eyes only: no file is made that others can read.
process.umask(0o077);
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // Not even what prints errors could be loaded.
  if (!(error instanceof Error && "code" in error && error.code === "EMFILE")) throw error;
  process.stderr.write("error: No more files may be opened. Raise the limit: `ulimit -n 1024`.\n");
  process.exitCode = 1;
}
