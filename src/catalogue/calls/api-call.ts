import { isObject, objectAt, textAt } from '#catalogue/sources/fields.ts';
import type { Json, JsonObject } from '#domain/json.ts';

/** A CloudTrail record as the rules about calls read it. */
export interface ApiCall {
  /** `s3`, out of `s3.amazonaws.com`. */
  readonly service: string;
  /** Without the API's date: `UpdateFunctionCode`, not `UpdateFunctionCode20150331v2`. */
  readonly name: string;
  readonly params: JsonObject;
  readonly response: JsonObject;
  /** The account that was called. */
  readonly account: string | undefined;
  readonly record: JsonObject;
}

/** The call in an event of EventBridge or in a bare record; nothing when the document is about something else. */
export function apiCallOf(document: Json): ApiCall | undefined {
  if (!isObject(document)) return undefined;
  const record = isObject(document['detail']) ? document['detail'] : document;
  const operation = textAt(record, 'eventName');
  const source = textAt(record, 'eventSource');
  if (operation === undefined || (source === undefined && !('userIdentity' in record))) return undefined;
  if (source !== undefined && !/\.(amazonaws\.com|amazon\.com)(\.cn)?$/.test(source)) return undefined;
  return {
    service: source?.split('.')[0] ?? (operation === 'ConsoleLogin' ? 'signin' : ''),
    name: operation.replace(/(\d{8}(v\d)?|20\d\d_\d\d_\d\d)$/, ''),
    params: objectAt(record, 'requestParameters'),
    response: objectAt(record, 'responseElements'),
    account: textAt(record, 'recipientAccountId') ?? textAt(document, 'account') ?? textAt(record, 'userIdentity', 'accountId'),
    record,
  };
}
