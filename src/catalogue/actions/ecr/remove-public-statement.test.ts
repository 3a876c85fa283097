import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { removePublicStatement } from './remove-public-statement.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = removePublicStatement.with({ repository: 'shop/web' });
const own = { Sid: 'own', Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'ecr:BatchGetImage' };
const open = { Sid: 'open', Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' };
const policy = JSON.stringify({ Version: '2008-10-17', Statement: [own, open] }, undefined, 2);

test('takes out one statement, and the layout that ECR gives back is no change', () => {
  expect(remedy.fix({ policy })).toMatchObject([{ operation: 'setRepositoryPolicy', input: { repositoryName: 'shop/web' } }]);
  const stored = JSON.stringify({ Version: '2008-10-17', Statement: [own] }, undefined, 8);
  expect(remedy.comparable({ policy: stored })).toEqual(remedy.comparable(remedy.after({ policy })));
});

test('deletes a policy that says nothing else', () =>
  expect(remedy.fix({ policy: JSON.stringify({ Statement: [open] }) })).toMatchObject([{ operation: 'deleteRepositoryPolicy' }]));

test('a repository without a policy is private, and one that is gone is not healthy', async () => {
  const answer = (name: string, code?: 'no-such-resource') =>
    scriptedCloud().on('ecr', 'getRepositoryPolicy', () => {
      throw awsError(name, code === undefined ? {} : { code });
    });
  expect(await remedy.observe(answer('RepositoryPolicyNotFoundException').reader(site))).toEqual({});
  const gone = answer('RepositoryNotFoundException', 'no-such-resource').reader(site);
  await expect(remedy.observe(gone)).rejects.toMatchObject({ code: 'no-such-resource' });
});
