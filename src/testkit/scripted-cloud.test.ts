import { expect, test } from 'vitest';
import { HealError } from '#domain/heal-error.ts';
import { call } from '#ports/cloud.ts';
import { awsError, scriptedCloud } from './scripted-cloud.ts';

const site = { partition: 'aws', account: '123456789012', region: 'us-east-1' };

function parameterWorld() {
  const values = new Map<string, string>([['/mode', 'safe']]);
  const cloud = scriptedCloud({ recorded: (_site, { id }) => (id === '/mode' ? { version: 1 } : undefined) })
    .on('ssm', 'getParameter', ({ Name = '' }) => {
      const Value = values.get(Name);
      if (Value === undefined) throw awsError('ParameterNotFound', { code: 'no-such-resource' });
      return { Parameter: { Name, Value } };
    })
    .on('ssm', 'putParameter', ({ Name = '', Value = '' }) => {
      values.set(Name, Value);
      return { Version: 2 };
    });
  const put = (Value: string) => cloud.writer(site, 'inc-1').send(call('ssm', 'putParameter', { Name: '/mode', Value }));
  return { values, cloud, put, reader: cloud.reader(site) };
}
const throttled = new HealError('throttled', 'slow down', { retry: 'later' });

test('reads answer from the state that writes change', async () => {
  const { reader, put } = parameterWorld();
  expect((await put('open')).requestId).toBe('scripted-000001');
  expect((await put('closed')).requestId).toBe('scripted-000002');
  expect((await reader.read('ssm', 'getParameter', { Name: '/mode' })).Parameter?.Value).toBe('closed');
});

test('find gives nothing for an error that means absence and throws the others', async () => {
  const { reader } = parameterWorld();
  expect(await reader.find('ssm', 'getParameter', { Name: '/none' }, ['ParameterNotFound'])).toBeUndefined();
  await expect(reader.find('ssm', 'getParameter', { Name: '/none' }, ['Other'])).rejects.toMatchObject({ code: 'no-such-resource' });
});

test('an operation that nobody scripted is refused by name', async () => {
  await expect(parameterWorld().reader.read('ssm', 'describeParameters', {})).rejects.toThrow(/has no ssm.describeParameters/);
});

test('counts and the list of writes tell what was done for whom', async () => {
  const { cloud, reader, put } = parameterWorld();
  await reader.read('ssm', 'getParameter', { Name: '/mode' });
  await put('open');
  expect(cloud.counts()).toEqual({ reads: 1, writes: 1 });
  expect(cloud.sent).toEqual([
    {
      service: 'ssm',
      operation: 'putParameter',
      input: { Name: '/mode', Value: 'open' },
      site,
      incident: 'inc-1',
      requestId: 'scripted-000001',
      effect: true,
    },
  ]);
});

test('a fault before the effect changes nothing and says so', async () => {
  const { values, cloud, put } = parameterWorld();
  cloud.fail({ service: 'ssm', operation: 'putParameter', error: throttled, when: 'before', times: 2 });
  await expect(put('open')).rejects.toMatchObject({ code: 'throttled', retry: 'later', details: { arrived: 'no' } });
  await expect(put('open')).rejects.toThrow();
  expect(values.get('/mode')).toBe('safe');
  await put('open');
  expect(cloud.sent.map(({ effect }) => effect)).toEqual([false, false, true]);
});

test('a fault after the effect loses only the answer', async () => {
  const { values, cloud, put } = parameterWorld();
  cloud.fail({ service: '*', operation: '*', error: throttled, when: 'after' });
  await expect(put('open')).rejects.toMatchObject({ details: { arrived: 'unknown' } });
  expect(values.get('/mode')).toBe('open');
});

test('a fault can wait for a later call and keeps what the test says about arrival', async () => {
  const { cloud, put } = parameterWorld();
  const cut = new HealError('aws-unreachable', 'cut', { details: { arrived: 'unknown' } });
  cloud.fail({ service: 'ssm', operation: 'putParameter', error: cut, when: 'before', skip: 1 });
  await put('one');
  await expect(put('two')).rejects.toMatchObject({ details: { arrived: 'unknown' } });
});

test('a fault on a read passes with its number of times', async () => {
  const { cloud, reader } = parameterWorld();
  cloud.fail({ service: 'ssm', operation: 'getParameter', error: throttled, when: 'before' });
  await expect(reader.read('ssm', 'getParameter', { Name: '/mode' })).rejects.toMatchObject({ code: 'throttled' });
  expect((await reader.read('ssm', 'getParameter', { Name: '/mode' })).Parameter?.Value).toBe('safe');
});

test('what the test recorded is there for readers, and digests tell values apart', async () => {
  const { reader } = parameterWorld();
  expect(await reader.recorded({ type: 'AWS::SSM::Parameter', id: '/mode' })).toEqual({ version: 1 });
  expect(reader.digest('a')).not.toBe(reader.digest('b'));
});
