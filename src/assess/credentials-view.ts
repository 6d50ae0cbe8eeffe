import type { Engine } from "../engine/engine.js";
import { ENTITIES } from "../entities/index.js";
import { credentials } from "../model/credential.js";
import { credentialsSql } from "./credential-sql.js";

/** Makes the view `credentials` over an opened snapshot: one row a credential, wherever its entity keeps it. */
export async function openCredentials(engine: Engine): Promise<void> {
  await engine.run(`CREATE OR REPLACE VIEW ${credentials.name} AS ${credentialsSql(ENTITIES)}`);
}
