import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { selfheal } from './fixtures/ingest.ts';

const run = promisify(execFile);
const iam = async (...args: readonly string[]): Promise<string> => (await run(selfheal, ['iam', ...args])).stdout;
const terraform = await run('terraform', ['version']).then(
  () => true,
  () => false,
);

describe('selfheal iam', () => {
  test('prints the policies of the actions that are named, for one account and region', async () => {
    const policies = JSON.parse(await iam('ec2.start-instance', '--account', '123456789012', '--region', 'eu-west-1', '--json'));
    expect(policies.write[0].Statement[0]).toEqual({
      Sid: 'Ec2StartInstance',
      Effect: 'Allow',
      Action: ['ec2:StartInstances', 'ec2:StopInstances'],
      Resource: ['arn:aws:ec2:eu-west-1:123456789012:instance/*'],
    });
  });

  test('says which action there is not, and which account is none', async () => {
    await expect(iam('s3.block')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('There is no action s3.block') });
    await expect(iam('--account', 'prod')).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('12 digits') });
  });

  test.skipIf(!terraform)(
    `prints Terraform that Terraform reads and need not format${terraform ? '' : ' (skipped: no terraform)'}`,
    async () => {
      const format = spawn('terraform', ['fmt', '-check', '-diff', '-'], { stdio: ['pipe', 'pipe', 'ignore'] });
      format.stdin.end(await iam('--terraform'));
      const [told, [status]] = await Promise.all([text(format.stdout), once(format, 'close')]);
      expect({ told, status }).toEqual({ told: '', status: 0 });
    },
  );
});
