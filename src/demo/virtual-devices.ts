import type { CohortAccount } from "./cohort.js";
import { timeText } from "./time-text.js";

/**
 * What `aws iam list-virtual-mfa-devices --assignment-status Assigned` prints for an account. Security keys and hardware
 * tokens are not in it.
 * See https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html
 */
export function virtualDevices({ id, root, users }: CohortAccount) {
  const arn = (resource: string) => `arn:aws:iam::${id}:${resource}`;
  const ofRoot = {
    SerialNumber: arn("mfa/root-account-mfa-device"),
    User: { UserId: id, Arn: arn("root"), CreateDate: timeText(root.created) },
    EnableDate: timeText(root.device?.since ?? 0),
  };
  const ofUsers = users.flatMap(({ name, path, arn: userArn, id: UserId, dated }) =>
    dated.device?.virtual === true
      ? [
          {
            SerialNumber: arn(`mfa/${name}`),
            User: { Path: path, UserName: name, UserId, Arn: userArn, CreateDate: timeText(dated.created) },
            EnableDate: timeText(dated.device.since),
          },
        ]
      : [],
  );
  return { VirtualMFADevices: root.device?.virtual === true ? [ofRoot, ...ofUsers] : ofUsers };
}
