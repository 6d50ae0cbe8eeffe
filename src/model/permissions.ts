/** The name that the templates in `deploy/` give to the role of an audited account. */
export const AUDIT_ROLE = "iamspect-audit";

/** The only task a root session is asked for: it allows to read, on root, and nothing else. */
export const ROOT_TASK = "IAMAuditRootUserCredentials";
