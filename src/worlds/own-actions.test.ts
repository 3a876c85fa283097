import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCatalogue } from '#catalogue/catalogue.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { checkActions, ownActions } from './own-actions.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const put = (status: string): string =>
  `[call('s3', 'putBucketAccelerateConfiguration', { Bucket: bucket, AccelerateConfiguration: { Status: ${status} } })]`;
const action = (fix: string, undo = `before.status === now.status ? [] : ${put('before.status')}`) => `
export default ({ defineAction, call, z }) =>
  defineAction({
    id: 's3.suspend-acceleration',
    title: 'Suspend transfer acceleration of a bucket',
    resource: 'AWS::S3::Bucket',
    heals: [],
    params: z.object({ bucket: z.string() }),
    condition: [],
    state: z.object({ status: z.enum(['Enabled', 'Suspended']), public: z.boolean() }),
    from: ({ id }) => [{ bucket: id }],
    list: async () => [],
    tags: async () => ({}),
    risk: { level: 'low', blastRadius: 'who uploads from far away', outage: 'none' },
    cost: () => [],
    permissions: {
      read: ['s3:GetAccelerateConfiguration'], write: ['s3:PutAccelerateConfiguration'], undo: ['s3:PutAccelerateConfiguration'],
      dependent: [], on: ['arn:{partition}:s3:::{bucket}'],
      calls: { 's3.putBucketAccelerateConfiguration': ['s3:PutAccelerateConfiguration'] },
    },
    repeat: 'safe', rounds: 1, settles: '30s', keeps: 'before', recorded: false, exercised: { not: 'it is a test' },
    observe: async () => ({ status: 'Enabled', public: false }),
    wrong: ({ status }) => (status === 'Enabled' ? 'acceleration is on' : undefined),
    refuses: (state) => (state.public ? 'it is for everyone' : undefined),
    fix: ({ status }, { bucket }) => ${fix},
    after: (state) => ({ ...state, status: 'Suspended' }),
    comparable: (state) => state,
    undo: (before, now, { bucket }) => ${undo},
  });
`;
const good = `status === 'Enabled' ? ${put("'Suspended'")} : []`;
const states = `
export default ({ fc, object, still }) => ({
  cases: fc.record({ params: fc.constant({ bucket: 'far' }), state: fc.record({ status: fc.constantFrom('Enabled', 'Suspended'), public: fc.boolean() }) }),
  apply: (state, call) => ({ ...state, status: object(object(call.input).AccelerateConfiguration).Status }),
  wait: still,
  beside: ({ public: open }) => open,
});
`;

async function write(text: string, name = 'suspend-acceleration'): Promise<string> {
  await mkdir(join(folder.path, 'actions', 's3'), { recursive: true });
  await writeFile(join(folder.path, 'actions', 's3', `${name}.ts`), text);
  await writeFile(join(folder.path, 'actions', 's3', `${name}.states.ts`), states);
  return join(folder.path, 'actions');
}

test('an action that keeps the contract is loaded beside ours', async () => {
  await write(action(good));
  await writeFile(join(folder.path, 'selfheal.yaml'), 'actions: [./actions]\n');
  const own = await ownActions(join(folder.path, 'selfheal.yaml'));
  expect(own.refused).toEqual([]);
  const catalogue = await openCatalogue({ ownActions: own.actions });
  expect((await catalogue.action('s3.suspend-acceleration'))?.title).toBe('Suspend transfer acceleration of a bucket');
});

test.each([
  ['writes to what is healthy', good.replace("status === 'Enabled' ?", "status !== '' ?"), 'leaves a healthy state alone'],
  ['does not heal', '[]', 'heals when its calls are made'],
  [
    'calls what it does not declare',
    good.replace('putBucketAccelerateConfiguration', 'putBucketPolicy'),
    's3:PutBucketPolicy is not declared',
  ],
  [
    'calls what nobody knows the permissions of',
    good.replace('putBucketAccelerate', 'putBucketAnalytics'),
    'names them in permissions.calls',
  ],
])('one that %s is refused, and the promise is named', async (_, fix, said) => {
  const [checked] = await checkActions(await write(action(fix)));
  expect(checked?.refused).toMatchObject({ code: 'bad-action', message: expect.stringContaining(said) });
});

test.each([
  ['whose undo does not bring back what was', action(good, '[]'), 'undoes what it wrote'],
  ['whose id is not its path', action(good).replace('s3.suspend-acceleration', 's3.other'), "the file's path says s3.suspend-acceleration"],
  ['that is no function', 'export default 7;', 'exports no function'],
  ['that does not parse', 'export default (', 'suspend-acceleration.ts: '],
])('a file %s is refused', async (_, text, said) => {
  const [checked] = await checkActions(await write(text));
  expect(checked?.refused?.message).toContain(said);
});

test('one without the states that it may see is refused, and told where to write them', async () => {
  const actions = await write(action(good));
  await rm(join(actions, 's3', 'suspend-acceleration.states.ts'));
  const [checked] = await checkActions(actions);
  expect(checked?.refused?.message).toContain('write them to suspend-acceleration.states.ts beside it');
});

test('one cannot take the place of ours', async () => {
  const text = action(good).replace('s3.suspend-acceleration', 's3.block-public-access');
  const [checked] = await checkActions(await write(text, 'block-public-access'));
  expect(checked?.refused?.message).toContain('there is an action s3.block-public-access already');
});

test('a folder that is not there is an error that says so', async () => {
  await expect(checkActions(join(folder.path, 'none'))).rejects.toMatchObject({ code: 'bad-action' });
});
