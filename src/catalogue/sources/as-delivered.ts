import { canonical, type JsonObject, sha256 } from '#domain/json.ts';
import { textAt } from './fields.ts';

/** Where a bare finding names what EventBridge's envelope holds. */
interface Envelope {
  readonly source: string;
  readonly type: string;
  readonly id: string | undefined;
  readonly account: string | undefined;
  readonly region: string | undefined;
}

/** A bare finding, as the API of its service gives it, in the envelope that EventBridge would give it; it has another id whenever it was updated. */
export const asDelivered = (finding: JsonObject, { source, type, id, account, region }: Envelope): JsonObject => ({
  version: '0',
  id: sha256(canonical([id ?? '', finding['updatedAt'] ?? ''])).slice(0, 32),
  'detail-type': type,
  source,
  account: account ?? '',
  region: region ?? '',
  time: textAt(finding, 'updatedAt') ?? '',
  resources: [],
  detail: finding,
});
