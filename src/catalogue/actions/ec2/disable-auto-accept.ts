import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import type { Call } from '#domain/call.ts';
import { HealError } from '#domain/heal-error.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import { call, type Reader } from '#ports/cloud.ts';
import { ec2Tags } from './tags.ts';

const State = z.object({
  automatic: z.boolean(),
  status: z.string(),
  /** The account that it belongs to, when that only shares it with ours. */
  sharedBy: z.string().optional(),
});
type State = z.infer<typeof State>;

export const disableAutoAccept = defineAction({
  id: 'ec2.disable-auto-accept',
  title: 'Let a transit gateway ask before it attaches what another account brings',
  resource: 'AWS::EC2::TransitGateway',
  heals: ['securityhub:EC2.23', 'config:ec2-transit-gateway-auto-vpc-attach-disabled'],
  params: z.object({ gateway: z.string().startsWith('tgw-') }),
  condition: [],
  state: State,
  from: ({ id }) => [{ gateway: id }],
  list: listGateways,
  tags: ec2Tags,

  risk: {
    level: 'low',
    blastRadius: 'attachments that other accounts ask for from now on, which wait until somebody accepts them; those that are there stay',
    outage: 'none',
  },
  cost: () => [],
  permissions: {
    read: ['ec2:DescribeTags', 'ec2:DescribeTransitGateways'],
    write: ['ec2:ModifyTransitGateway'],
    undo: ['ec2:ModifyTransitGateway'],
    dependent: [],
    on: ['arn:{partition}:ec2:{region}:{account}:transit-gateway/{gateway}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '10m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { gateway }) {
    const { TransitGateways = [] } = await cloud.read('ec2', 'describeTransitGateways', {});
    const found = TransitGateways.find(({ TransitGatewayId }) => TransitGatewayId === gateway);
    if (found === undefined)
      throw new HealError('no-such-resource', `${cloud.site.region} has no transit gateway ${gateway}: check its id, account and region.`);
    return {
      automatic: found.Options?.AutoAcceptSharedAttachments === 'enable',
      status: found.State ?? 'pending',
      sharedBy: found.OwnerId === cloud.site.account ? undefined : found.OwnerId,
    };
  },
  wrong(state) {
    if (state.automatic && !ends(state)) return 'it attaches whatever an account brings that it is shared with, and nobody is asked';
    return state.status === 'modifying' ? 'the change of its settings has not taken yet' : undefined;
  },
  refuses: ({ automatic, sharedBy }) =>
    automatic && sharedBy !== undefined ? `it belongs to the account ${sharedBy}, which alone may change it` : undefined,
  /** While it is made or changed AWS takes no other change. */
  fix: (state, { gateway }) => (state.automatic && state.status === 'available' ? [accept(gateway, 'disable')] : []),
  after: (state): State => (state.automatic && state.status === 'available' ? { ...state, automatic: false } : state),
  comparable: ({ automatic, sharedBy }) => ({ automatic, sharedBy }),
  undo: (before, now, { gateway }) => (before.automatic && !now.automatic ? [accept(gateway, 'enable')] : []),
});

const ends = ({ status }: State): boolean => status === 'deleting' || status === 'deleted';
const accept = (gateway: string, AutoAcceptSharedAttachments: 'enable' | 'disable'): Call =>
  call('ec2', 'modifyTransitGateway', { TransitGatewayId: gateway, Options: { AutoAcceptSharedAttachments } });

/** Every transit gateway at the reader's site that belongs to its account. */
async function listGateways(reader: Reader): Promise<readonly ResourceRef[]> {
  const { TransitGateways = [] } = await reader.read('ec2', 'describeTransitGateways', {});
  return TransitGateways.flatMap(({ TransitGatewayId: id, TransitGatewayArn: arn, OwnerId }) =>
    id === undefined || OwnerId !== reader.site.account
      ? []
      : [{ type: 'AWS::EC2::TransitGateway', id, ...(arn === undefined ? {} : { arn }), ...reader.site }],
  );
}
