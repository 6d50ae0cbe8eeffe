import { z } from "zod";
import { accountOf } from "../../aws/account-of.js";
import { present } from "../../aws/present.js";
import { s3Accounts } from "../../entities/s3-account.js";
import { get } from "../calls.js";
import { accountDocument, whole } from "../document.js";
import { joinedRows, ofAccount, withAccount, writtenRows } from "../joined-rows.js";
import { NO_BLOCK, publicAccessBlock, s3Control, s3ControlSdk } from "../s3.js";
import { defineSource, grants } from "../source.js";

const FILE = "s3-account-public-access-block.json";
const MEMBER = "PublicAccessBlockConfiguration";

const document = z.object({ [MEMBER]: publicAccessBlock.shape[MEMBER].nullable() });

/** SELECT of the settings of each account, with derived columns. */
export const S3_ACCOUNTS_SQL = joinedRows(s3Accounts, {
  alias: "s",
  from: `s3_accounts s ${withAccount("s")}`,
  columns: { arn: ofAccount("s", "root") },
});

/**
 * What an account blocks for all its buckets. What the AWS CLI prints of it looks like what it prints of a bucket: the
 * name of the file tells.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html
 */
export const s3Account = defineSource({
  kinds: ["s3_account_public_access_block"],
  scope: "account",
  asked: "full",
  files: [FILE],
  command: "aws s3control get-public-access-block --account-id ACCOUNT_ID",
  permissions: grants("ReadBuckets", {
    "s3:GetAccountPublicAccessBlock": "what the account blocks for all its buckets",
  }),
  tables: [s3Accounts],
  documents: [
    accountDocument(
      [
        whole(MEMBER, document, ({ [MEMBER]: block }, { rows, account }) => {
          const none = block === null ? false : null;
          rows.add(s3Accounts, {
            account_id: account,
            arn: null,
            configured: block !== null,
            block_public_acls: block?.BlockPublicAcls ?? none,
            ignore_public_acls: block?.IgnorePublicAcls ?? none,
            block_public_policy: block?.BlockPublicPolicy ?? none,
            restrict_public_buckets: block?.RestrictPublicBuckets ?? none,
            blocks_public_access: null,
          });
        }),
      ],
      { named: FILE },
    ),
  ],
  queries: async () => ({
    [s3Accounts.name]: writtenRows(s3Accounts, S3_ACCOUNTS_SQL),
  }),
  live: get({
    action: "s3:GetAccountPublicAccessBlock",
    send: async (clients) => {
      const { GetPublicAccessBlockCommand } = await s3ControlSdk();
      const client = await s3Control(clients);
      return client.send(new GetPublicAccessBlockCommand({ AccountId: await accountOf(clients) }));
    },
    document: (answer) => ({ [MEMBER]: present(answer[MEMBER], MEMBER) }),
    answers: {
      [NO_BLOCK]: {
        means: "the account blocks nothing for all its buckets",
        document: () => ({ [MEMBER]: null }),
      },
    },
  }),
});
