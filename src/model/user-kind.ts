/** What acts as a user: a person, a program, or nobody can tell. */
export const USER_KINDS = ["human", "machine", "unclear"] as const;
export type UserKind = (typeof USER_KINDS)[number];
