import type { Tags } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Output, Reader } from '#ports/cloud.ts';

type Recorder = NonNullable<Output<'config', 'describeConfigurationRecorders'>['ConfigurationRecorders']>[number];

/** The recorders at the reader's site: the customer's own, which AWS allows one of in a region, and those of services. */
export async function listRecorders(reader: Reader): Promise<readonly ResourceRef[]> {
  const { ConfigurationRecorders = [] } = await reader.read('config', 'describeConfigurationRecorders', {});
  return ConfigurationRecorders.flatMap(({ name: id, arn }) =>
    id === undefined ? [] : [{ type: 'AWS::Config::ConfigurationRecorder', id, ...(arn === undefined ? {} : { arn }), ...reader.site }],
  );
}

/** One recorder. Throws `no-such-resource`. */
export async function readRecorder(reader: Reader, name: string): Promise<Recorder> {
  const { ConfigurationRecorders = [] } = await reader.read('config', 'describeConfigurationRecorders', {
    ConfigurationRecorderNames: [name],
  });
  const recorder = ConfigurationRecorders.find((each) => each.name === name);
  if (recorder !== undefined) return recorder;
  throw new HealError(
    'no-such-resource',
    `there is no recorder named ${name} in ${reader.site.region}: check its name, account and region.`,
  );
}

export async function recorderTags(reader: Reader, { id }: Pick<ResourceRef, 'id'>): Promise<Tags> {
  const { partition, region, account } = reader.site;
  const { arn = `arn:${partition}:config:${region}:${account}:configuration-recorder/${id}` } = await readRecorder(reader, id);
  const answer = await reader.find('config', 'listTagsForResource', { ResourceArn: arn }, ['ResourceNotFoundException']);
  return Object.fromEntries((answer?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}
