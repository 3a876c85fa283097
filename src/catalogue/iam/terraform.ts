import type { IamPolicy, LeastPrivilege } from './policies.ts';

/** The same as Terraform: a read role and a write role that one role of yours may assume, with their policies. Needs the AWS provider. */
export function asTerraform({ read, write, deny }: LeastPrivilege): string {
  return [
    `variable "assumed_by" {
  description = "ARN of the role or user that runs Selfheal"
  type        = string
}

variable "prefix" {
  description = "Start of the names of both roles; Selfheal may never write to what is named so"
  type        = string
  default     = "selfheal"
}

locals {
  trust = jsonencode(${hcl({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
        Principal: { AWS: '__ASSUMED_BY__' },
      },
    ],
  }).replace('"__ASSUMED_BY__"', 'var.assumed_by')})
}
`,
    role('read', read),
    role('write', [...write, deny]),
  ].join('\n');
}

function role(name: string, policies: readonly IamPolicy[]): string {
  const parts = policies.map(
    (policy, index) => `resource "aws_iam_policy" "${name}_${index + 1}" {
  name = "\${var.prefix}-${name}-${index + 1}"
  policy = jsonencode(${hcl(policy)})
}

resource "aws_iam_role_policy_attachment" "${name}_${index + 1}" {
  role       = aws_iam_role.${name}.name
  policy_arn = aws_iam_policy.${name}_${index + 1}.arn
}
`,
  );
  return [
    `resource "aws_iam_role" "${name}" {
  name                 = "\${var.prefix}-${name}"
  assume_role_policy   = local.trust
  max_session_duration = 3600
}
`,
    ...parts,
  ].join('\n');
}

/** JSON is HCL but for what HCL reads as a template; set as `terraform fmt` sets it. */
const hcl = (value: unknown): string =>
  JSON.stringify(value, undefined, 2)
    .replaceAll('${', '$${')
    .replaceAll('%{', '%%{')
    .replaceAll('\n', '\n  ')
    .replace(/^( *"[^"]+"): /gm, '$1 : ');
