import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Reader } from '#ports/cloud.ts';

/** Every VPC of the account at the reader's site. */
export async function listVpcs(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { Vpcs = [] } = await reader.read('ec2', 'describeVpcs', {});
  return Vpcs.flatMap(({ VpcId: id, OwnerId = account }) =>
    id === undefined || OwnerId !== account
      ? []
      : [{ type: 'AWS::EC2::VPC', id, arn: `arn:${partition}:ec2:${region}:${account}:vpc/${id}`, partition, account, region }],
  );
}
