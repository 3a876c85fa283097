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
  ['vpce-', 'AWS::EC2::VPCEndpoint'],
  ['vpn-', 'AWS::EC2::VPNConnection'],
  ['vgw-', 'AWS::EC2::VPNGateway'],
  ['cgw-', 'AWS::EC2::CustomerGateway'],
  ['tgw-attach-', 'AWS::EC2::TransitGatewayVpcAttachment'],
  ['tgw-', 'AWS::EC2::TransitGateway'],
  ['nat-', 'AWS::EC2::NatGateway'],
  ['igw-', 'AWS::EC2::InternetGateway'],
  ['rtb-', 'AWS::EC2::RouteTable'],
  ['acl-', 'AWS::EC2::NetworkAcl'],
  ['eipalloc-', 'AWS::EC2::EIP'],
  ['lt-', 'AWS::EC2::LaunchTemplate'],
  ['fs-', 'AWS::EFS::FileSystem'],
  ['dxcon-', 'AWS::DirectConnect::Connection'],
  ['dxvif-', 'AWS::DirectConnect::VirtualInterface'],
];

/** The resource that an id alone names: EC2's ids say by their start of which kind they are (CreateTags, AWS Config and AWS Health say no more). */
export function resourceOfId(id: string): NamedResource | undefined {
  const type = /^[a-z]+(-attach)?-[0-9a-z]+$/i.test(id) ? idStarts.find(([start]) => id.startsWith(start))?.[1] : undefined;
  return type === undefined ? undefined : { type, id };
}
