export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly accountId: string;
  /** What follows the fifth colon, such as `user/team/ann`. */
  readonly resource: string;
}

/** The parts of an ARN; undefined when the text is none. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function parseArn(value: string): Arn | undefined {
  const match = /^arn:(aws[a-z0-9-]*):([a-z0-9-]+):[^:]*:([^:]*):(.+)$/s.exec(value);
  if (match === null) return undefined;
  const [, partition = "", service = "", accountId = "", resource = ""] = match;
  return { partition, service, accountId, resource };
}

export const ACCOUNT_ID = /^\d{12}$/;
