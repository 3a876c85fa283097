/**
 * Resources of permissions that an action needs in another place than its own resources, or whose own resources are `*` because another
 * of its calls knows none: AWS knows these (Service Authorization Reference, "Resource types"). `*` stays for what is not here.
 */
export const narrower: Readonly<Record<string, readonly string[]>> = {
  'config:DeleteConfigurationRecorder': ['arn:{partition}:config:{region}:{account}:configuration-recorder/*'],
  'config:StartConfigurationRecorder': ['arn:{partition}:config:{region}:{account}:configuration-recorder/*'],
  'config:StopConfigurationRecorder': ['arn:{partition}:config:{region}:{account}:configuration-recorder/*'],
  'ec2:StartInstances': ['arn:{partition}:ec2:{region}:{account}:instance/*'],
  'ec2:StopInstances': ['arn:{partition}:ec2:{region}:{account}:instance/*'],
  'guardduty:DeleteDetector': ['arn:{partition}:guardduty:{region}:{account}:detector/*'],
  'iam:CreateServiceLinkedRole': ['arn:{partition}:iam::{account}:role/aws-service-role/*'],
  'iam:GetRole': ['arn:{partition}:iam::{account}:role/*'],
  'lambda:InvokeFunction': ['arn:{partition}:lambda:{region}:{account}:function:*'],
  'route53:AssociateVPCWithHostedZone': ['arn:{partition}:route53:::hostedzone/*', 'arn:{partition}:ec2:{region}:{account}:vpc/*'],
};
