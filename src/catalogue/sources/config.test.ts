import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { config } from './config.ts';
import { objectAt } from './fields.ts';

const parse = (document: JsonObject) => config.parse(document, 1234, { trusted: true });
const detail = objectAt(config.sample, 'detail');
const change = (more: JsonObject) => parse({ ...config.sample, detail: { ...detail, ...more } });
const item: JsonObject = {
  awsAccountId: '111122223333',
  awsRegion: 'eu-west-1',
  resourceType: 'AWS::IAM::Role',
  resourceId: 'AROAEXAMPLE',
  resourceName: 'reader',
  ARN: 'arn:aws:iam::111122223333:role/reader',
  configurationItemStatus: 'OK',
  configurationItemCaptureTime: '2026-11-20T08:00:00.000Z',
};

describe('a compliance change', () => {
  test('to non-compliant is an attested signal with the rule', () => {
    expect(parse(config.sample).signals[0]?.signal).toMatchObject({
      rank: 'attested',
      title: 'Config rule s3-bucket-public-read-prohibited: invoices-eu is not compliant',
      at: Date.parse('2026-11-20T08:59:58Z'),
      controls: ['config:s3-bucket-public-read-prohibited'],
      resource: { type: 'AWS::S3::Bucket', id: 'invoices-eu', account: '111122223333', region: 'eu-west-1' },
    });
  });

  test('to compliant says that it is over, and names no rule that failed', () => {
    const [only] = change({ newEvaluationResult: { complianceType: 'COMPLIANT' } }).signals;
    expect(only?.signal).toMatchObject({
      over: 'COMPLIANT',
      title: 'Config rule s3-bucket-public-read-prohibited: invoices-eu (COMPLIANT)',
      resource: { type: 'AWS::S3::Bucket', id: 'invoices-eu' },
    });
    expect(only?.signal.controls).toBeUndefined();
  });

  test('a managed rule is known under the names that Security Hub and conformance packs give it', () => {
    const control = (configRuleName: string) => change({ configRuleName }).signals[0]?.signal.controls;
    expect(control('securityhub-restricted-ssh-1a2b3c4d')).toEqual(['config:restricted-ssh']);
    expect(control('restricted-ssh-conformance-pack-9x8y7z')).toEqual(['config:restricted-ssh']);
    expect(control('RESTRICTED_SSH')).toEqual(['config:restricted-ssh']);
    expect(control('our-own-rule')).toEqual(['config:our-own-rule']);
  });

  test('ids are those of the other sources', () => {
    const id = (resourceType: string, resourceId: string) => change({ resourceType, resourceId }).signals[0]?.signal.resource.id;
    expect(id('AWS::SQS::Queue', 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs')).toBe('jobs');
    expect(id('AWS::SNS::Topic', 'arn:aws:sns:eu-west-1:111122223333:alarms')).toBe('alarms');
    expect(id('AWS::::Account', '111122223333')).toBe('111122223333');
  });
});

describe('a change of a configuration item', () => {
  test('names the resource by its ARN, not by the id that only Config knows', () => {
    const event = { ...config.sample, 'detail-type': 'Config Configuration Item Change', detail: { configurationItem: item } };
    expect(parse(event).signals[0]?.signal).toMatchObject({
      title: 'AWS Config: OK of reader',
      at: Date.parse('2026-11-20T08:00:00Z'),
      resource: { type: 'AWS::IAM::Role', id: 'reader', region: 'global' },
    });
  });

  test('as an SNS message and as a call of a custom rule it is the same signal, only reported', () => {
    const message = { messageType: 'ConfigurationItemChangeNotification', configurationItem: item };
    const call = {
      invokingEvent: JSON.stringify(message),
      accountId: '111122223333',
      configRuleArn: 'arn:aws:config:eu-west-1:1:config-rule/a',
    };
    for (const document of [message, call])
      expect(parse(document).signals[0]).toMatchObject({
        signal: { rank: 'reported', resource: { id: 'reader', account: '111122223333' } },
        event: { 'detail-type': 'Config Configuration Item Change', detail: message },
      });
  });

  test('a summary of an oversized one is enough; a periodic call is about the rule, if it says which', () => {
    const call = (invokingEvent: object, more: JsonObject = {}) =>
      parse({
        ...more,
        invokingEvent: JSON.stringify(invokingEvent),
        accountId: '111122223333',
        configRuleArn: 'arn:aws:config:eu-west-1:1:config-rule/a',
      });
    expect(call({ messageType: 'OversizedConfigurationItemChangeNotification', configurationItemSummary: item }).signals).toHaveLength(1);
    expect(call({ messageType: 'ScheduledNotification' }, { configRuleName: 'daily' }).signals[0]?.signal).toMatchObject({
      title: 'AWS Config: ScheduledNotification for rule daily',
      resource: { type: 'AWS::Config::ConfigRule', id: 'daily', region: 'eu-west-1' },
    });
    expect(call({ messageType: 'ScheduledNotification' }).drops).toMatchObject([{ because: 'no-resource' }]);
  });
});
