import { expect, test } from 'vitest';
import { makeAclPrivate } from './make-acl-private.ts';

const remedy = makeAclPrivate.with({ bucket: 'logs' });
const group = (name: string, Permission: string) => ({
  Grantee: { Type: 'Group', URI: `http://acs.amazonaws.com/groups/${name}` },
  Permission,
});
const owner = { Grantee: { Type: 'CanonicalUser', ID: 'abc' }, Permission: 'FULL_CONTROL' };
const logs = group('s3/LogDelivery', 'WRITE');
const state = { owner: 'abc', grants: [owner, logs, group('global/AllUsers', 'READ')], website: false, disabled: false };

test('says who has which permission', () => {
  expect(remedy.wrong({ ...state, grants: [...state.grants, group('global/AuthenticatedUsers', 'WRITE_ACP')] })).toBe(
    'AllUsers has READ, AuthenticatedUsers has WRITE_ACP',
  );
});

test('removes only the public grants and writes the others as they were', () => {
  expect(remedy.fix(state)).toEqual([
    {
      service: 's3',
      operation: 'putBucketAcl',
      input: { Bucket: 'logs', AccessControlPolicy: { Owner: { ID: 'abc' }, Grants: [owner, logs] } },
    },
  ]);
});

test('log delivery alone is not public', () => expect(remedy.wrong({ ...state, grants: [owner, logs] })).toBeUndefined());

test('with ACLs disabled nothing can be wrong', () => {
  expect(remedy.wrong({ ...state, disabled: true })).toBeUndefined();
  expect(remedy.fix({ ...state, disabled: true })).toEqual([]);
});

test('leaves the bucket of a website to a person', () => expect(remedy.refuses({ ...state, website: true })).toMatch(/website/));
