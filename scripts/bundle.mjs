// Bundles source files: what scripts/build.mjs and scripts/modules.mjs share. Packages are not bundled.
import { isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Bundles files of src/ into a folder. Throws where the bundler has so much as a warning. */
export async function bundle(files, output) {
  const found = await rolldown({
    input: files.map((file) => `${ROOT}src/${file}`),
    platform: "node",
    external: (id) => !id.startsWith(".") && !isAbsolute(id),
    treeshake: !output.preserveModules,
    onLog(level, { message }) {
      throw new Error(`${level}: ${message}`);
    },
  });
  await found.write(output);
  await found.close();
}
