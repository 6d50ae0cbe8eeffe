/** How a policy reaches the principal; it decides which change removes it. */
export type Origin =
  | "user-inline"
  | "user-managed"
  | "group-inline"
  | "group-managed"
  | "role-inline"
  | "role-managed"
  | "boundary"
  | "scp"
  | "rcp"
  | "trust";

/** One attached policy. `text` null: known to be attached, but its document was not collected. */
export interface PolicySource {
  readonly origin: Origin;
  /** For people: the policy's ARN or name, with the group's name before an inline policy of a group. */
  readonly name: string;
  /** Of a managed policy. */
  readonly arn: string | null;
  readonly text: string | null;
}
