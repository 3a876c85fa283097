import { z } from 'zod';
import { listAccount } from '#catalogue/actions/ec2/account.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { detectorIds } from './detector.ts';

/** What AWS would switch on besides and charge for apart: a person chooses from these (API reference of CreateDetector). */
const plans = ['S3_DATA_EVENTS', 'EKS_AUDIT_LOGS', 'EBS_MALWARE_PROTECTION', 'RDS_LOGIN_EVENTS', 'LAMBDA_NETWORK_LOGS'] as const;

const State = z.object({ detectors: z.array(z.string()) });
type State = z.infer<typeof State>;

export const createDetector = defineAction({
  id: 'guardduty.create-detector',
  title: 'Let GuardDuty watch a region that it never watched',
  resource: 'AWS::::Account',
  heals: ['securityhub:GuardDuty.1', 'config:guardduty-enabled-centralized'],
  params: z.object({ account: z.string().regex(/^\d{12}$/) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ account: id }],
  list: listAccount,
  tags: async () => ({}),

  risk: {
    level: 'low',
    blastRadius: 'GuardDuty in this region, which analyses calls, network flows and name look-ups from now on',
    outage: 'none',
  },
  /** Paid by what is analysed, and how much that is nobody knows beforehand: a person is asked. */
  cost: ({ detectors }) => (detectors.length > 0 ? [] : [{ what: 'what GuardDuty analyses', unit: 'guardduty:event', per: 'month' }]),
  permissions: {
    read: ['guardduty:ListDetectors'],
    write: ['guardduty:CreateDetector'],
    undo: ['guardduty:DeleteDetector'],
    dependent: ['iam:CreateServiceLinkedRole'],
    on: ['*'],
  },
  // A region has one detector: AWS refuses a second.
  repeat: 'safe',
  rounds: 1,
  settles: '1m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  observe: async (cloud) => ({ detectors: [...(await detectorIds(cloud))] }),
  wrong: ({ detectors }) => (detectors.length === 0 ? 'GuardDuty has no detector in this region: it watches nothing' : undefined),
  refuses: () => undefined,
  fix: ({ detectors }) =>
    detectors.length > 0
      ? []
      : [call('guardduty', 'createDetector', { Enable: true, Features: plans.map((Name) => ({ Name, Status: 'DISABLED' as const })) })],
  after: (state): State => (state.detectors.length > 0 ? state : { detectors: ['the new one'] }),
  comparable: ({ detectors }) => detectors.length,
  undo: (before, now) =>
    before.detectors.length > 0 ? [] : now.detectors.map((DetectorId) => call('guardduty', 'deleteDetector', { DetectorId })),
});
