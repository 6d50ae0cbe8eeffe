#!/usr/bin/env node
import { main } from "./cli.js";

// Evidence is for its owner's eyes only: no file is made that others can read.
process.umask(0o077);
process.exitCode = await main(process.argv.slice(2));
