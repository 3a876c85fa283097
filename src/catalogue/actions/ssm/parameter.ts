import { z } from 'zod';
import type { Tags } from '#domain/facts.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Reader } from '#ports/cloud.ts';

/** The tag of parameters whose good value is recorded and brought back. */
const guard = 'selfheal:guarded';
/** Values that one filter of DescribeParameters takes (API reference of ParameterStringFilter). */
const mostNames = 50;

/** One version of a parameter: its value is known by a keyed digest only. */
export const Version = z.object({
  version: z.int(),
  digest: z.string(),
  labels: z.array(z.string()),
  by: z.string().optional(),
  at: z.string().optional(),
});
export type Version = z.infer<typeof Version>;

/** What a new version must be written with, so that nothing but the value changes. */
export const Settings = z.object({
  type: z.enum(['String', 'StringList', 'SecureString']),
  tier: z.enum(['Standard', 'Advanced', 'Intelligent-Tiering']).optional(),
  keyId: z.string().optional(),
  dataType: z.string().optional(),
  description: z.string().optional(),
  allowedPattern: z.string().optional(),
  policies: z.int(),
});

/** Every guarded parameter at the reader's site: only those are ever reverted, so no other is decrypted. */
export async function listGuardedParameters(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const tagged = { Key: `tag:${guard}`, Option: 'Equals', Values: ['true'] };
  const named = { Key: 'Name', Option: 'Equals', Values: reader.guarded().slice(0, mostNames) };
  const filters = named.Values.length === 0 ? [tagged] : [tagged, named];
  const lists = await Promise.all(filters.map((filter) => reader.read('ssm', 'describeParameters', { ParameterFilters: [filter] })));
  const names = new Set(lists.flatMap(({ Parameters = [] }) => Parameters.map(({ Name }) => Name)));
  return [...names].flatMap((id) =>
    id === undefined
      ? []
      : [
          {
            type: 'AWS::SSM::Parameter',
            id,
            arn: `arn:${partition}:ssm:${region}:${account}:parameter/${id.replace(/^\//, '')}`,
            partition,
            account,
            region,
          },
        ],
  );
}

export async function parameterTags(reader: Reader, { id }: Pick<ResourceRef, 'id'>): Promise<Tags> {
  const { TagList = [] } = await reader.read('ssm', 'listTagsForResource', { ResourceType: 'Parameter', ResourceId: id });
  return Object.fromEntries(TagList.map(({ Key, Value }) => [Key, Value ?? '']));
}

/** By its tag, or by the policy. */
export const isGuarded = async (reader: Reader, name: string): Promise<boolean> =>
  (await parameterTags(reader, { id: name }))[guard] === 'true' || reader.guarded().includes(name);

/** All versions that AWS still has, oldest first, and the settings of the newest. Throws `no-such-resource`. */
export async function readVersions(
  reader: Reader,
  name: string,
): Promise<{ readonly versions: Version[]; readonly settings: z.infer<typeof Settings> }> {
  const { Parameters = [] } = await reader.read('ssm', 'getParameterHistory', { Name: name, WithDecryption: true });
  const history = Parameters.toSorted((a, b) => (a.Version ?? 0) - (b.Version ?? 0));
  const newest = history.at(-1);
  return {
    versions: history.map(({ Version: version, Value = '', Labels, LastModifiedUser: by, LastModifiedDate }) =>
      Version.parse({ version, digest: reader.digest(Value), labels: Labels ?? [], by, at: LastModifiedDate?.toISOString() }),
    ),
    settings: Settings.parse({
      type: newest?.Type,
      tier: newest?.Tier,
      keyId: newest?.KeyId,
      dataType: newest?.DataType,
      description: newest?.Description,
      allowedPattern: newest?.AllowedPattern,
      policies: newest?.Policies?.length ?? 0,
    }),
  };
}
