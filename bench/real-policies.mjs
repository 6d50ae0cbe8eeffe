// Real-sized policies for the benchmarks of the policy engine: documents near the 6,144-character quota of a managed
// policy, a broad AWS-like read-only policy, five levels of service control policies.

const ENROLMENT = [
  "iam:CreateVirtualMFADevice",
  "iam:EnableMFADevice",
  "iam:GetUser",
  "iam:ListMFADevices",
  "iam:ListVirtualMFADevices",
  "iam:ResyncMFADevice",
  "sts:GetSessionToken",
];
const NO_MFA = { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } };
export const FULL = [{ Effect: "Allow", Action: "*", Resource: "*" }];

export const text = (Statement) => JSON.stringify({ Version: "2012-10-17", Statement });

/** A managed policy of a team: about 6 kB of actions on the team's own resources. */
export function teamPolicy(catalogue, team) {
  const services = [...catalogue.services.keys()];
  const statements = [];
  let size = 0;
  for (let step = 0; size < 5_900; step++) {
    const service = services[(team * 37 + step * 53) % services.length];
    const [start, end] = catalogue.services.get(service);
    const names = catalogue.names.slice(start, end - 1).filter((_, index) => (index + team) % 4 === 0);
    const verbs = [`${service}:Get*`, `${service}:List*`, `${service}:Describe*`, ...names.slice(0, 12)];
    const statement = {
      Sid: `S${step}`,
      Effect: "Allow",
      Action: verbs,
      Resource: [`arn:aws:${service}:*:*:team-${team}-*`, `arn:aws:${service}:*:*:shared/*`],
      ...(step % 5 === 0
        ? { Condition: { StringEquals: { "aws:RequestedRegion": ["eu-central-1", "eu-west-1"] } } }
        : {}),
    };
    statements.push(statement);
    size += JSON.stringify(statement).length;
  }
  return text(statements);
}

/** Like ReadOnlyAccess: three wildcards a service. */
export function readOnly(catalogue) {
  const actions = [...catalogue.services.keys()].flatMap((service) => [
    `${service}:Get*`,
    `${service}:List*`,
    `${service}:Describe*`,
  ]);
  return text([{ Effect: "Allow", Action: actions.slice(0, 1_200), Resource: "*" }]);
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: policy variables
export const selfManage = text([
  {
    Effect: "Allow",
    Action: ["iam:GetUser", "iam:ListMFADevices", "iam:ChangePassword"],
    Resource: "arn:aws:iam::*:user/${aws:username}",
  },
  { Effect: "Allow", Action: ["iam:CreateVirtualMFADevice"], Resource: "arn:aws:iam::*:mfa/*" },
  {
    Effect: "Allow",
    Action: ["iam:EnableMFADevice", "iam:ResyncMFADevice"],
    Resource: "arn:aws:iam::*:user/${aws:username}",
  },
  { Effect: "Deny", NotAction: ENROLMENT, Resource: "*", Condition: NO_MFA },
]);
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: policy variables

/** The service control policies of five levels, by name. */
export function chain() {
  const region = text([
    {
      Effect: "Deny",
      NotAction: ["iam:*", "sts:*", "organizations:*", "route53:*", "cloudfront:*", "support:*", "budgets:*"],
      Resource: "*",
      Condition: {
        StringNotEquals: { "aws:RequestedRegion": ["eu-central-1", "eu-west-1"] },
        ArnNotLike: { "aws:PrincipalArn": ["arn:aws:iam::*:role/AWSControlTowerExecution"] },
      },
    },
    {
      Effect: "Deny",
      Action: ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "config:Delete*"],
      Resource: "*",
    },
  ]);
  const keys = text([{ Effect: "Deny", Action: ["iam:CreateAccessKey"], Resource: "*", Condition: NO_MFA }]);
  const full = ["FullAWSAccess", text(FULL)];
  return [[full, ["region", region]], [full], [full, ["keys", keys]], [full], [full]];
}

/** The policies of a user of a set, by name. */
export function setPolicies(set, shared) {
  return [
    [`team-${set}`, shared.team(set)],
    ...(set % 3 === 0 ? [["read-only", shared.readOnly]] : []),
    ...(set % 4 !== 0 ? [["self-manage", selfManage]] : []),
    ...(set % 10 === 0 ? [["admin", text(FULL)]] : []),
  ];
}
