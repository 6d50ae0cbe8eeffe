import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** A folder that all test files of a run share. */
    shared: string;
  }
}

/** Makes a folder for what one test file makes and others use too. */
export default function setup(project: TestProject): () => void {
  const shared = mkdtempSync(join(tmpdir(), "iamspect-shared-"));
  project.provide("shared", shared);
  return () => rmSync(shared, { recursive: true, force: true });
}
