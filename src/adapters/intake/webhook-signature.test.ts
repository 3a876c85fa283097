import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSignedWith } from './webhook-signature.ts';

const body = Buffer.from('{"a":"ä"}');
const hmac = (encoding: 'hex' | 'base64', secret = 'secret-1') => createHmac('sha256', secret).update(body).digest(encoding);
const signed = (signature: string | undefined, secret = 'secret-1') => isSignedWith(secret, body, signature);

test.each([hmac('hex'), hmac('hex').toUpperCase(), `sha256=${hmac('hex')}`, hmac('base64'), ` SHA256=${hmac('base64')} `])(
  'the right signature is taken in every usual form: %s',
  (signature) => {
    expect(signed(signature)).toBe(true);
  },
);

test.each([undefined, '', 'sha256=', hmac('hex').slice(1), hmac('hex', 'secret-2'), `sha1=${hmac('hex')}`, 'ä'])(
  'any other is refused: %s',
  (signature) => {
    expect(signed(signature)).toBe(false);
  },
);

test('an empty secret signs nothing', () => {
  expect(signed(hmac('hex', ''), '')).toBe(false);
});

test('another body needs another signature', () => {
  expect(isSignedWith('secret-1', Buffer.from('{}'), hmac('hex'))).toBe(false);
});
