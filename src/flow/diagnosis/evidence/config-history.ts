import type { Json } from '#domain/json.ts';
import type { Input, Output } from '#ports/cloud.ts';
import { changesBetween } from './changes-text.ts';
import { defineCollector } from './define-collector.ts';
import { moment } from './trail-calls.ts';

/** The last states that AWS Config recorded, and what changed between them. */
export const configHistory = defineCollector({
  kind: 'configuration',
  source: 'config GetResourceConfigHistory',
  reads: [{ service: 'config', operation: 'getResourceConfigHistory' }],
  share: 0.75,
  limitBytes: 12_288,
  appliesTo: ({ around }) => around.configId !== undefined,
  async collect({ incident: { resource, signal }, around: { configId } }, { here }) {
    const { type } = resource;
    if (!isConfigType(type)) return [];
    const history = await here('config', 'getResourceConfigHistory', {
      resourceType: type,
      resourceId: configId,
      chronologicalOrder: 'Reverse',
      limit: 3,
    });
    const [newest, before] = history.configurationItems ?? [];
    if (newest === undefined) return [];
    const at = newest.configurationItemCaptureTime?.getTime() ?? signal.at;
    const [now, then] = [configurationOf(newest), configurationOf(before)];
    const changed = before === undefined ? undefined : changesBetween(then, now);
    const related = (newest.relationships ?? [])
      .slice(0, 20)
      .map(({ resourceType = '', resourceId = '', resourceName, relationshipName = '' }) => ({
        type: resourceType,
        id: resourceName ?? resourceId,
        as: relationshipName.trim(),
      }));
    const what =
      changed === undefined
        ? 'it has no earlier state'
        : changed.changes.length === 0
          ? 'nothing that is recorded changed'
          : `that changed ${changed.text}`;
    return [
      {
        what: `AWS Config last recorded it at ${moment(at)} (${newest.configurationItemStatus ?? 'unknown'}); ${what}`,
        at,
        data: {
          at: moment(at),
          status: newest.configurationItemStatus ?? null,
          changes: [...(changed?.changes ?? [])],
          related,
          configuration: now,
        },
      },
    ];
  },
});

type ConfigType = NonNullable<Input<'config', 'getResourceConfigHistory'>['resourceType']>;
type ConfigurationItem = NonNullable<Output<'config', 'getResourceConfigHistory'>['configurationItems']>[number];

/** AWS Config's names of types are CloudFormation's; of which of them it keeps a history, it says itself. */
const isConfigType = (type: string): type is ConfigType => /^AWS::\w+::\w+$/.test(type);

/** Config writes the configuration as text that holds JSON, and what it knows besides under names of its own. */
function configurationOf(item: ConfigurationItem | undefined): Json {
  const more = Object.entries(item?.supplementaryConfiguration ?? {}).map(([name, text]): [string, Json] => [name, jsonIn(text)]);
  return { configuration: jsonIn(item?.configuration), ...Object.fromEntries(more) };
}

function jsonIn(text: string | undefined): Json {
  try {
    const json: Json = JSON.parse(text ?? 'null');
    return json;
  } catch {
    return text ?? null;
  }
}
