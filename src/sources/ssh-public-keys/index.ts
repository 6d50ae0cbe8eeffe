import { present } from "../../aws/present.js";
import { IAM_LIST, iamPage, iamSdk } from "../calls.js";
import { accountDocument, filled, inEach } from "../document.js";
import { fanOut } from "../fan-out.js";
import { sshKeys } from "../service-credentials/ssh-key.js";
import { defineSource, grants } from "../source.js";

/**
 * SSH keys for CodeCommit, which AWS tells of one user at a time: `aws iam list-users`, each user with what
 * `list-ssh-public-keys` says of it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSSHPublicKeys.html
 */
export const sshPublicKeys = defineSource({
  kinds: ["ssh_public_keys"],
  scope: "account",
  asked: "full",
  files: ["ssh-public-keys.json"],
  permissions: grants("ReadSshKeys", {
    "iam:ListUsers": "whose SSH keys to ask for",
    "iam:ListSSHPublicKeys": "SSH keys of each user",
  }),
  documents: [
    // A list of users without their keys says nothing of keys.
    accountDocument([inEach("Users", sshKeys), filled("Users", { SSHPublicKeys: "ssh_public_keys" })], {
      whole: false,
    }),
  ],
  live: fanOut({
    action: "iam:ListUsers",
    ...IAM_LIST,
    send: async ({ iam }, page) => iam.send(new (await iamSdk()).ListUsersCommand(iamPage(page))),
    member: "Users",
    elements: (page) => present(page.Users, "Users"),
    name: ({ UserName = "" }) => UserName,
    gone: ["NoSuchEntity"],
    atOnce: 4,
    each: [
      {
        action: "iam:ListSSHPublicKeys",
        kind: "ssh_public_keys",
        member: "SSHPublicKeys",
        none: [],
        // A user has at most five: one page.
        send: async ({ iam }, { UserName }) => {
          const { SSHPublicKeys } = await iam.send(
            new (await iamSdk()).ListSSHPublicKeysCommand({ UserName }),
          );
          return present(SSHPublicKeys, "SSHPublicKeys");
        },
      },
    ],
  }),
});
