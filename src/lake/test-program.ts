import { execFile } from "node:child_process";
import { mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Compiles the source, as it is now, into a folder where programs of a test can import it: what dies or runs
 * out of disk must be another process. `main` is a module beside the compiled `model`, `engine`, `lake` and so on.
 */
export async function compileProgram(main: string): Promise<{ folder: string; program: string }> {
  const folder = await mkdtemp(join(tmpdir(), "iamspect-"));
  await promisify(execFile)(process.execPath, [join(ROOT, "scripts", "modules.mjs"), folder]);
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  await writeFile(join(folder, "package.json"), '{"type": "module"}');
  const program = join(folder, "main.js");
  await writeFile(program, main);
  return { folder, program };
}
