import { counted, firstOf } from "../model/listed.js";
import type { PictureHead } from "../model/results/picture.js";
import { plainText } from "./text.js";
import { wrapText } from "./wrap.js";

/** So many names fit into a line. */
const NAMED = 3;

/** What is shown, in a line or a few: accounts, snapshots, from when to when, settings that differ from the defaults. */
export function pictureText(head: PictureHead, width: number): string {
  return pictureLines(head)
    .map((line) => wrapText(plainText(line), width, "  "))
    .join("\n");
}

function pictureLines({ accounts, snapshots, from, to, left, settings }: PictureHead): string[] {
  const [only = ""] = snapshots;
  const where =
    snapshots.length === 1
      ? `as of ${from}, snapshot ${only}`
      : `from ${counted(snapshots.length, "snapshot")}, ${from.slice(0, 10)} to ${to.slice(0, 10)}`;
  return [
    `${counted(accounts, "account")} ${where}`,
    ...(settings.length === 0 ? [] : [`Settings that differ from the defaults: ${settings.join(", ")}`]),
    ...(left.length === 0
      ? []
      : [
          `${counted(left.length, "account")} left the organization and ${left.length === 1 ? "is" : "are"} not shown: ${firstOf(left, NAMED)}`,
        ]),
  ];
}
