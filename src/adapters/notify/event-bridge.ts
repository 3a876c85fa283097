import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Channel } from '#ports/notify.ts';
import { type AwsConnection, connectionTo, refusal } from './aws-client.ts';
import { notTold } from './not-told.ts';

interface Bus {
  readonly name: string;
  /** Name or ARN. */
  readonly bus: string;
  readonly aws: AwsConnection;
}

/** The source of our own events; no source of ours reads it, so that they open nothing when they come back. */
const ownSource = 'selfheal';

/** An EventBridge bus: each notice in order as `Selfheal <kind>`, its document in `detail`. */
export function eventBridge({ name, bus, aws }: Bus): Channel {
  let opened: Promise<EventBridgeClient> | undefined;
  const region = bus.startsWith('arn:') ? (bus.split(':')[3] ?? aws.region) : aws.region;
  const client = (): Promise<EventBridgeClient> =>
    (opened ??= import('@aws-sdk/client-eventbridge').then((sdk) => new sdk.EventBridgeClient(connectionTo(aws, region))));

  const put = async (kind: string, at: number, document: object, resources: readonly string[]): Promise<void> => {
    const { PutEventsCommand } = await import('@aws-sdk/client-eventbridge');
    const entry = {
      EventBusName: bus,
      Source: ownSource,
      DetailType: `Selfheal ${kind}`,
      Time: new Date(at),
      Resources: [...resources],
      Detail: JSON.stringify(document),
    };
    const answer = await (await client()).send(new PutEventsCommand({ Entries: [entry] })).catch((error: unknown) => {
      throw refusal(name, error, 'eventbridge', 'putEvents', { ...aws, region });
    });
    const [first] = answer.Entries ?? [];
    if ((answer.FailedEntryCount ?? 0) > 0)
      throw notTold(name, `EventBridge did not take the event: ${first?.ErrorCode ?? ''} ${first?.ErrorMessage ?? ''}`.trim(), {
        retry: /MalformedDetail|InvalidArgument/.test(first?.ErrorCode ?? '') ? 'never' : 'later',
      });
  };
  return {
    name,
    kind: 'eventbridge',
    gets: 'every',
    storms: false,
    renews: false,
    recorded: true,
    async tell({ kind, at, document, incident }) {
      const { arn } = incident.resource;
      await put(kind, at, document, arn === undefined ? [] : [arn]);
      return {};
    },
    async digest(digest) {
      await put('digest', digest.at, { version: 1, kind: 'digest', ...digest }, []);
      return {};
    },
    greet: (text) => put('test', Date.now(), { version: 1, kind: 'test', headline: text }, []),
  };
}
