import { basename, dirname } from "node:path";
import { ACCOUNT_ID } from "../../model/arn.js";
import { REGION } from "../../model/collection.js";
import { ORGANIZATION_ID } from "../../model/organization-collection.js";

/** The account of the folder a file lies in, when a folder on the way is called by its 12 digits. */
export function folderAccount(path: string): string | undefined {
  return folderCalled(path, ACCOUNT_ID);
}

/** The organization of the folder a file lies in, when a folder on the way is called by its id (o-...). */
export function folderOrganization(path: string): string | undefined {
  return folderCalled(path, ORGANIZATION_ID);
}

/** The Region of the folder a file lies in, when a folder on the way is called like one. */
export function folderRegion(path: string): string | undefined {
  return folderCalled(path, REGION);
}

function folderCalled(path: string, pattern: RegExp): string | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (pattern.test(basename(folder))) return basename(folder);
    if (dirname(folder) === folder || folder === ".") return undefined;
  }
}
