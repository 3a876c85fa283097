import { describe, expect, it } from 'vitest';
import { HealError } from '#domain/heal-error.ts';
import { type LogLevel, pinoLog } from './pino.ts';

function logged(level: LogLevel = 'debug') {
  const lines: string[] = [];
  const log = pinoLog({ level, destination: { write: (line) => lines.push(line) } });
  return { log, text: () => lines.join(''), all: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const secret = 'correct-horse-battery-staple';

describe('the log', () => {
  it('writes one JSON line with time, level, message and fields', () => {
    const { log, all } = logged();
    log.info('healed a bucket', { incident: 'inc-1', milliseconds: 12, when: new Date(0) });
    log.error('failed');
    const [first, second] = all();
    expect(first).toMatchObject({
      level: 30,
      msg: 'healed a bucket',
      incident: 'inc-1',
      milliseconds: 12,
      when: '1970-01-01T00:00:00.000Z',
    });
    expect(new Date(String(first?.['time'])).getTime()).toBeGreaterThan(0);
    expect(second).toMatchObject({ level: 50, msg: 'failed' });
  });

  it.each([
    { level: 'debug', lines: 4 },
    { level: 'warn', lines: 2 },
    { level: 'silent', lines: 0 },
  ] as const)('at level $level writes $lines of four lines', ({ level, lines }) => {
    const { log, all } = logged(level);
    for (const name of ['debug', 'info', 'warn', 'error'] as const) log[name](name);
    expect(all()).toHaveLength(lines);
  });

  it.each([
    'password',
    'dbPassword',
    'MasterUserPassword',
    'secret',
    'SecretString',
    'secretAccessKey',
    'SecretAccessKey',
    'SessionToken',
    'taskToken',
    'token',
    'Authorization',
    'api_key',
    'x-api-key',
    'apiKey',
    'private_key',
    'PrivateKey',
    'credentials',
    'cookie',
    'Set-Cookie',
    'UserData',
    'Plaintext',
    'signing-key',
    'passphrase',
  ])('hides a field named %s, however deep it is', (name) => {
    const { log, text, all } = logged();
    log.info('x', { [name]: secret, nested: { list: [{ [name]: { inner: secret } }] } });
    expect(text()).not.toContain(secret);
    expect(all()[0]?.[name]).toBe('[redacted]');
  });

  it.each(['accessKeyId', 'key', 'bucket', 'SecretName', 'secret_arn', 'passed', 'author', 'tokenType'])(
    'shows a field named %s',
    (name) => {
      const { log, all } = logged();
      log.info('x', { [name]: 'visible' });
      expect(all()[0]?.[name]).toBe('visible');
    },
  );

  it('hides the value of a parameter that is a SecureString, and shows that of a plain one', () => {
    const { log, text, all } = logged();
    log.info('x', {
      environment: { Variables: { A: secret } },
      input: { Name: '/app/db', Value: secret, Type: 'SecureString' },
      other: { Name: '/app/mode', Value: 'on', Type: 'String' },
    });
    expect(text()).not.toContain(secret);
    expect(all()[0]?.['other']).toEqual({ Name: '/app/mode', Value: 'on', Type: 'String' });
  });

  it.each([
    ['an authorization header', `Authorization: Bearer ${secret}`],
    ['a signed address', `https://bucket.example/x?X-Amz-Signature=${secret}&y=1`],
    ['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY-----`],
    ['a Slack token', `xoxb-${secret}`],
  ])('hides %s in messages and in values', (_, text) => {
    const { log, text: written } = logged();
    log.warn(`it said ${text}`, { body: { answer: text } });
    expect(written()).not.toContain(secret);
    expect(written()).toContain('[redacted]');
  });

  it('writes an error with its code and its causes, without secrets', () => {
    const { log, text, all } = logged();
    const cause = new Error(`refused Bearer ${secret}`);
    log.error('failed', { error: new HealError('access-denied', 'AWS refused it', { details: { token: secret, bucket: 'b' }, cause }) });
    expect(all()[0]?.['error']).toMatchObject({ code: 'access-denied', details: { bucket: 'b' }, cause: { name: 'Error' } });
    expect(text()).not.toContain(secret);
  });

  it('survives cycles, depth, large numbers and bytes, and leaves what it was given as it was', () => {
    const { log, all } = logged();
    const fields: Record<string, unknown> = {
      password: secret,
      big: 10n,
      bytes: new Uint8Array(3),
      none: undefined,
      map: new Map([['a', 1]]),
    };
    fields['self'] = fields;
    let deep: unknown = 'x';
    for (let n = 0; n < 50; n++) deep = { deep };
    log.info('x', { ...fields, deep });
    expect(all()[0]).toMatchObject({ big: '10', bytes: '[3 bytes]', map: { a: 1 } });
    expect(fields['password']).toBe(secret);
  });

  it('keeps its own time, level and message apart from fields with these names', () => {
    const { log, all } = logged();
    log.info('real', { level: 'forged', msg: 'forged', time: 'forged' });
    expect(all()[0]).toMatchObject({ level: 30, msg: 'real', level_: 'forged', msg_: 'forged', time_: 'forged' });
    expect(Object.values(all()[0] ?? {}).filter((value) => value === 'forged')).toHaveLength(3);
  });
});
