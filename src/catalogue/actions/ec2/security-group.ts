import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Reader } from '#ports/cloud.ts';

/** Every security group at the reader's site. */
export async function listSecurityGroups(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { SecurityGroups = [] } = await reader.read('ec2', 'describeSecurityGroups', {});
  return SecurityGroups.flatMap(({ GroupId: id }) =>
    id === undefined
      ? []
      : [
          {
            type: 'AWS::EC2::SecurityGroup',
            id,
            arn: `arn:${partition}:ec2:${region}:${account}:security-group/${id}`,
            partition,
            account,
            region,
          },
        ],
  );
}
