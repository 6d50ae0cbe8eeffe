import { z } from "zod";
import { present } from "../../aws/present.js";
import { parseArn } from "../../model/arn.js";
import { defineTable, time, text as words } from "../../model/table.js";
import { IAM_LIST, iamPage, iamSdk, list } from "../calls.js";
import { type AtAccount, accountList, addRow } from "../document.js";
import { defineSource } from "../source.js";
import { maybe, text, when } from "../values.js";

const mfaDevices = defineTable({
  name: "mfa_devices",
  doc: "Lives only while a snapshot is made: who has a virtual MFA device, with the newest one.",
  key: ["arn"],
  columns: { arn: words("ARN of the user"), enabled_at: time("EnableDate; NULL: not known") },
});

const owned = z.object({ User: z.object({ Arn: text.nullish() }).nullish() });
const device = owned.extend({ SerialNumber: text, EnableDate: maybe(when) });

/** A device that is assigned to nobody protects nobody. */
function addDevice(at: AtAccount, { User }: z.output<typeof owned>, enabledAt: number | null): void {
  const arn = User?.Arn ?? "";
  if (parseArn(arn) !== undefined) addRow(at, mfaDevices, { arn, enabled_at: enabledAt });
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html */
export const virtualMfaDevices = defineSource({
  kinds: ["virtual_mfa_devices"],
  scope: "account",
  files: ["virtual-mfa-devices.json"],
  permissions: [
    { statement: "ReadAccount", actions: { "iam:ListVirtualMFADevices": "which MFA devices are virtual" } },
  ],
  tables: [mfaDevices],
  documents: [
    accountList({
      member: "VirtualMFADevices",
      element: device,
      add: (one, at) => addDevice(at, one, one.EnableDate),
      // Whoever it belongs to has a device since nobody knows when.
      lost: ({ raw }, at) => {
        const { success, data } = owned.safeParse(raw);
        if (success) addDevice(at, data, null);
      },
    }),
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
