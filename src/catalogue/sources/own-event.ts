import type { JsonObject } from '#domain/json.ts';
import { isObject, textAt } from './fields.ts';

/** The `detail-type` of an event that one of these services sent itself; nothing for a call that CloudTrail tells of, and for any other document. */
export function ownEvent(document: JsonObject, ...services: readonly string[]): string | undefined {
  const source = textAt(document, 'source');
  const type = textAt(document, 'detail-type');
  const own = isObject(document['detail']) && services.some((service) => source === `aws.${service}`);
  return own && type !== undefined && !type.endsWith('via CloudTrail') ? type : undefined;
}
