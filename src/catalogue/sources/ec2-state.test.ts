import { expect, test } from 'vitest';
import { ec2State } from './ec2-state.ts';

const parse = (change: object) => ec2State.parse({ ...ec2State.sample, ...change }, 0, { trusted: true });

test('a state change is one attested signal about the instance', () => {
  expect(parse({})).toEqual({
    drops: [],
    signals: [
      {
        event: ec2State.sample,
        signal: {
          id: '0f3c0b7a-53a3-4b6e-9f0a-2c6f0c8a9d15',
          source: 'ec2-state',
          rank: 'attested',
          title: 'EC2 instance i-0abc1234def567890 is stopped',
          at: Date.parse('2026-11-20T09:00:00Z'),
          resource: {
            type: 'AWS::EC2::Instance',
            id: 'i-0abc1234def567890',
            arn: 'arn:aws:ec2:eu-west-1:111122223333:instance/i-0abc1234def567890',
            partition: 'aws',
            account: '111122223333',
            region: 'eu-west-1',
          },
        },
      },
    ],
  });
});

test('without an instance id the ARN tells, and without either it is dropped', () => {
  expect(parse({ detail: { state: 'stopped' } }).signals[0]?.signal.resource.id).toBe('i-0abc1234def567890');
  expect(parse({ detail: { state: 'stopped' }, resources: [] })).toMatchObject({ signals: [], drops: [{ because: 'no-resource' }] });
});

test('the resource is in the account and region of the event, else in those of its ARN', () => {
  expect(parse({ account: '', resources: [] }).drops).toMatchObject([{ because: 'no-account' }]);
  const unplaced = parse({ account: 'ACCOUNT', region: null }).signals[0]?.signal.resource;
  expect(unplaced).toMatchObject({ account: '111122223333', region: 'eu-west-1' });
  expect(parse({ region: 'us-gov-west-1' }).signals[0]?.signal.resource).toMatchObject({
    partition: 'aws-us-gov',
    region: 'us-gov-west-1',
  });
});
