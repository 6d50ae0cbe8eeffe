import { z } from "zod";
import { present } from "../../aws/present.js";
import { parseArn } from "../../model/arn.js";
import { IAM_LIST, iamPage, iamSdk, list } from "../calls.js";
import { type AtAccount, accountDocument, many } from "../document.js";
import { defineSource, grants } from "../source.js";
import { MOMENT, WORDS, workTable } from "../table-rows.js";
import { maybe, text, when } from "../values.js";

/** Who has a virtual MFA device, with the newest one. */
const mfaDevices = workTable("mfa_devices", { arn: WORDS, enabled_at: MOMENT });

const owned = z.object({ User: z.object({ Arn: text.nullish() }).nullish() });
const device = owned.extend({ SerialNumber: text, EnableDate: maybe(when) });

/** A device that is assigned to nobody protects nobody. */
function addDevice({ rows }: AtAccount, { User }: z.output<typeof owned>, enabledAt: number | null): void {
  const arn = User?.Arn ?? "";
  if (parseArn(arn) !== undefined) rows.add(mfaDevices, { arn, enabled_at: enabledAt });
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html */
export const virtualMfaDevices = defineSource({
  kinds: ["virtual_mfa_devices"],
  scope: "account",
  files: ["virtual-mfa-devices.json"],
  command: "aws iam list-virtual-mfa-devices",
  permissions: grants("ReadAccount", { "iam:ListVirtualMFADevices": "which MFA devices are virtual" }),
  tables: [mfaDevices],
  documents: [
    accountDocument([
      many(
        "VirtualMFADevices",
        device,
        (found, at) => addDevice(at, found, found.EnableDate),
        // Whoever it belongs to has a device since nobody knows when.
        (raw, at) => addDevice(at, owned.safeParse(raw).data ?? {}, null),
      ),
    ]),
  ],
  live: list({
    action: "iam:ListVirtualMFADevices",
    ...IAM_LIST,
    send: async ({ iam }, page) =>
      iam.send(
        new (await iamSdk()).ListVirtualMFADevicesCommand({
          AssignmentStatus: "Assigned",
          ...iamPage(page),
        }),
      ),
    lists: {
      // Listing never returns seeds; should an endpoint do so, they must not reach the disk.
      VirtualMFADevices: (page) =>
        present(page.VirtualMFADevices, "VirtualMFADevices").map(
          ({ Base32StringSeed, QRCodePNG, ...one }) => one,
        ),
    },
  }),
});
