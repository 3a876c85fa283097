import type { NamedResource } from './resource-name.ts';

const idStarts: readonly (readonly [start: string, type: string])[] = [
  ['i-', 'AWS::EC2::Instance'],
  ['vol-', 'AWS::EC2::Volume'],
  ['snap-', 'AWS::EC2::Snapshot'],
  ['ami-', 'AWS::EC2::Image'],
  ['sg-', 'AWS::EC2::SecurityGroup'],
  ['subnet-', 'AWS::EC2::Subnet'],
  ['eni-', 'AWS::EC2::NetworkInterface'],
  ['vpc-', 'AWS::EC2::VPC'],
];

/** The resource that an id alone names: EC2's ids say by their start of which kind they are (CreateTags, AWS Config and AWS Health say no more). */
export function resourceOfId(id: string): NamedResource | undefined {
  const type = idStarts.find(([start]) => id.startsWith(start))?.[1];
  return type === undefined ? undefined : { type, id };
}
