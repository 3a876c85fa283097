import type { Tags } from '#domain/facts.ts';
import type { ResourceRef, Site } from '#domain/resource-ref.ts';
import type { Output, Reader } from '#ports/cloud.ts';

const guard = 'selfheal:guarded';
const arnOf = ({ partition, region, account }: Site, name: string): string =>
  `arn:${partition}:lambda:${region}:${account}:function:${name}`;

/** Every function at the reader's site. */
export async function listFunctions(reader: Reader): Promise<readonly ResourceRef[]> {
  const { Functions = [] } = await reader.read('lambda', 'listFunctions', {});
  return Functions.flatMap(({ FunctionName: id }) =>
    id === undefined ? [] : [{ type: 'AWS::Lambda::Function', id, arn: arnOf(reader.site, id), ...reader.site }],
  );
}

/** Functions whose code and configuration are guarded: of any other, a change may be what its owner wants. */
export async function listGuardedFunctions(reader: Reader): Promise<readonly ResourceRef[]> {
  const functions = await listFunctions(reader);
  const guarded = await Promise.all(functions.map((each) => isGuarded(reader, each.id)));
  return functions.filter((_, index) => guarded[index]);
}

/** By its tag, or by the policy. */
export const isGuarded = async (reader: Reader, id: string): Promise<boolean> =>
  reader.guarded().includes(id) || (await functionTags(reader, { id }))[guard] === 'true';

export const functionTags = async (reader: Reader, { id }: Pick<ResourceRef, 'id'>): Promise<Tags> =>
  (await reader.read('lambda', 'listTags', { Resource: arnOf(reader.site, id) })).Tags ?? {};

/** The configuration of a function's unpublished version. Throws `no-such-resource`. */
export const readConfiguration = (reader: Reader, name: string): Promise<Output<'lambda', 'getFunctionConfiguration'>> =>
  reader.read('lambda', 'getFunctionConfiguration', { FunctionName: name });
