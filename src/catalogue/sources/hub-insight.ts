import type { Reading } from '#catalogue/define-source.ts';
import type { JsonObject } from '#domain/json.ts';
import { isArray, isObject, objectAt, textAt } from './fields.ts';
import { dropped, reading } from './reading.ts';
import { isAccount, type NamedResource, namedResource, resourceOfArn } from './resource-name.ts';

/** The results of an insight that a person sent on: about the resources that it groups by, else about the insight itself. */
export function insight(event: JsonObject, receivedAt: number): Reading {
  const detail = objectAt(event, 'detail');
  const results = isArray(detail['insightResults']) ? detail['insightResults'].filter(isObject) : [];
  const name = textAt(detail, 'insightName') ?? 'without a name';
  if (results.length === 0) return dropped(event, 'not-failed', `Security Hub insight ${name} has no results`);
  const by = textAt(detail, 'resultType') ?? '';
  const grouped = results.flatMap((result) => Object.keys(result)).flatMap((text) => resourceOf(by, text) ?? []);
  const itself = resourceOfArn(textAt(detail, 'insightArn') ?? '');
  return reading(event, receivedAt, {
    what: `Security Hub insight ${name}`,
    title: `Security Hub insight: ${name}`,
    found: grouped.length > 0 ? grouped : itself === undefined ? [] : [itself],
  });
}

function resourceOf(by: string, text: string): NamedResource | undefined {
  if (by === 'ResourceId') return resourceOfArn(text);
  if (by === 'ResourceAwsIamAccessKeyUserName') return namedResource('AWS::IAM::User', text);
  if (by === 'ResourceAwsEc2InstanceImageId') return namedResource('AWS::EC2::Image', text);
  return by === 'AwsAccountId' && isAccount(text) ? { type: 'AWS::::Account', id: text, account: text } : undefined;
}
