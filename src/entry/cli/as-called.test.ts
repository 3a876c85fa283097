import { expect, test } from 'vitest';
import { asCalled } from './as-called.ts';

test('a command that a message names can be typed as it stands there', () => {
  const message = 'Nothing runs here: start it with "selfheal up", or see "selfheal incidents --place approval".';
  expect(asCalled(message, 'bin/selfheal')).toBe(
    'Nothing runs here: start it with "bin/selfheal up", or see "bin/selfheal incidents --place approval".',
  );
  expect(asCalled(message, 'selfheal')).toBe(message);
  expect(asCalled('the user "selfheal-engine" and "selfheal"', 'bin/selfheal')).toBe('the user "selfheal-engine" and "selfheal"');
});
