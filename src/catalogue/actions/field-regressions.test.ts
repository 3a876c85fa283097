import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import type { Action } from '#ports/catalogue.ts';
import { runOnModel } from '#testkit/model-world.ts';
import { type Model, still } from '#testkit/states/model.ts';
import { clearDefaultGroup } from './ec2/clear-default-group.ts';
import { revokeOpenIngress } from './ec2/revoke-open-ingress.ts';
import { startInstance } from './ec2/start-instance.ts';
import { deactivateAccessKey } from './iam/deactivate-access-key.ts';
import { removeOpenTrust } from './iam/remove-open-trust.ts';
import { actions } from './index.ts';
import { blockPublicAccess } from './s3/block-public-access.ts';
import { makeAclPrivate } from './s3/make-acl-private.ts';
import { requireTls } from './s3/require-tls.ts';
import { enableEncryption } from './sqs/enable-encryption.ts';

/** What AWS's own solution got wrong in the field (its change log), and what must be left to people. */
const rule = (id: string, more: object): JsonObject => ({ id, protocol: 'tcp', from: 22, to: 22, source: '0.0.0.0/0', tags: {}, ...more });
const ssh = revokeOpenIngress.with({ groupId: 'sg-0a', port: 22 });
const modelOf = async ({ id }: Action): Promise<Model> => {
  const { model }: { readonly model: Model } = await import(`#testkit/states/${id}.ts`);
  return model;
};

test('a restricted rule for all traffic stays when the open one beside it goes', () => {
  const office = rule('sgr-office', { protocol: '-1', from: -1, to: -1, source: '203.0.113.0/24' });
  const rules = [rule('sgr-open', {}), office];
  expect(ssh.refuses({ rules })).toBeUndefined();
  expect(ssh.fix({ rules })).toMatchObject([{ input: { SecurityGroupRuleIds: ['sgr-open'] } }]);
  expect(ssh.after({ rules })).toEqual({ rules: [office] });
});

test('no group is ever deleted, so none that another group refers to; a rule that refers to a group comes back as it was', async () => {
  const all = await Promise.all(Object.values(actions).map((load) => load()));
  const deleting = all.filter(({ permissions: { write, undo } }) => [...write, ...undo].includes('ec2:DeleteSecurityGroup'));
  expect(deleting.map(({ id }) => id)).toEqual([]);
  const remedy = clearDefaultGroup.with({ groupId: 'sg-0a' });
  const rules = [{ id: 'sgr-1', egress: false, protocol: '-1', from: -1, to: -1, peer: 'sg-0other', tags: {} }];
  const before = { isDefault: true, rules, interfaces: [] };
  expect(remedy.undo(before, remedy.after(before))).toMatchObject([
    { input: { IpPermissions: [{ UserIdGroupPairs: [{ GroupId: 'sg-0other' }] }] } },
  ]);
});

test('the same statement is not added at each run', () => {
  const remedy = requireTls.with({ bucket: 'orders' });
  let state = Object({ arn: 'arn:aws:s3:::orders', website: false });
  for (let run = 0; run < 3; run += 1) state = remedy.after(state);
  expect(JSON.parse(state.policy).Statement).toHaveLength(1);
  expect(remedy.fix(state)).toEqual([]);
});

test.each([blockPublicAccess, revokeOpenIngress, enableEncryption])(
  'it is no success when AWS says yes and nothing changed: $id',
  async (action) => {
    const { incident } = await runOnModel(action, { ...(await modelOf(action)), apply: still }, await wrongCase(action));
    expect(incident.stage).toBe('escalated');
    expect(incident.why).toMatch(/not healed|still/i);
  },
);

test('it is no success before the change took, and one as soon as it did', async () => {
  const model = await modelOf(startInstance);
  let looks = 0;
  const slow: Model = { ...model, wait: (state) => (state['state'] === 'pending' && (looks += 1) <= 3 ? state : model.wait(state)) };
  const { incident, state } = await runOnModel(startInstance, slow, await wrongCase(startInstance));
  expect(looks).toBeGreaterThan(3);
  expect([incident.stage, state['state']]).toEqual(['healed', 'running']);
});

async function wrongCase(action: Action) {
  const model = await modelOf(action);
  const found = fc.sample(model.cases, { numRuns: 300, seed: 20_261_121 }).find(({ params, state }) => {
    const remedy = action.with(params);
    return remedy.wrong(state) !== undefined && remedy.refuses(state) === undefined && remedy.fix(state).length > 0;
  });
  if (found === undefined) throw new Error(`${action.id} has no wrong example`);
  return found;
}

test.each([
  ['the bucket of a website', blockPublicAccess.with({ bucket: 'shop' }).refuses({ website: true }), /website/],
  ['a rule wider than the port', ssh.refuses({ rules: [rule('sgr-1', { from: 20, to: 25 })] }), /a person narrows it/],
  [
    'a key that was in use an hour ago',
    deactivateAccessKey.with({ userName: 'anna', why: 'old' }).refuses({
      keys: [
        { id: 'AKIA1', active: true, ageDays: 200, idleHours: 1 },
        { id: 'AKIA2', active: true, ageDays: 2, idleHours: 1 },
      ],
    }),
    /has not taken AKIA2 yet/,
  ],
  [
    'a role of ours',
    removeOpenTrust
      .with({ roleName: 'selfheal-write' })
      .refuses({ path: '/', trust: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}' }),
    /Selfheal's own/,
  ],
])('leaves to people: %s', (_, why, words) => expect(why).toMatch(words));

test('with ACLs disabled a grant is no exposure, and is not written', () => {
  const URI = 'http://acs.amazonaws.com/groups/global/AllUsers';
  const state = { owner: 'me', website: false, disabled: true, grants: [{ Grantee: { Type: 'Group', URI }, Permission: 'READ' }] };
  const remedy = makeAclPrivate.with({ bucket: 'orders' });
  expect([remedy.wrong(state), remedy.fix(state)]).toEqual([undefined, []]);
});
