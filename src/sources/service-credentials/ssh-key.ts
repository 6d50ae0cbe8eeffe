import { z } from "zod";
import type { AtAccount } from "../document.js";
import { many } from "../document.js";
import { maybe, text, when } from "../values.js";
import { listedCredentials } from "./credentials-sql.js";

export const isActive = maybe(text).transform((status) => (status === null ? null : status === "Active"));

const sshKey = z.object({ UserName: text, SSHPublicKeyId: text, Status: isActive, UploadDate: maybe(when) });

/** What ListSSHPublicKeys says of a user. */
export const sshKeys = many<typeof sshKey, AtAccount>("SSHPublicKeys", sshKey, (key, { rows, account }) =>
  rows.add(listedCredentials, {
    credential_id: key.SSHPublicKeyId,
    account_id: account,
    user_name: key.UserName,
    kind: "ssh_public_key",
    service: null,
    active: key.Status,
    created_at: key.UploadDate,
    expires_at: null,
  }),
);
