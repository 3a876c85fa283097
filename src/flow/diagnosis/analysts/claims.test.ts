import { expect, test } from 'vitest';
import { says, standing } from './claims.ts';

const citable = new Map([
  [
    'e1',
    {
      shown:
        '<datum id="e1">\n{"who":"alice","note":"it \\u003cb\\u003e \\"so\\"","list":[1,2],"state":"unhealthy","spent":1000,"ago":"no thing","größe":"übergroß"}\n</datum>',
      name: 'e1',
    },
  ],
  ['r1', { shown: '<datum id="r1">\n{"text":"Close the block again."}\n</datum>', name: 'public-bucket#what-to-do' }],
]);
const claim = (evidence: readonly string[], quote?: string | null) => ({ text: 'it is so', evidence: [...evidence], quote });

test('a claim stands when everything that it cites was shown, and one of it says what is quoted', () => {
  const { claims, struck } = standing(
    [
      claim(['e1'], 'alice'),
      claim(['r1', 'e1'], 'Close the block'),
      claim(['e1'], null),
      claim(['e9'], null),
      claim(['e1', 'e9'], 'alice'),
      claim([], null),
      claim(['e1'], 'mallory'),
      claim(['r1'], 'alice'),
    ],
    citable,
  );
  expect(struck).toBe(5);
  expect(claims).toEqual([
    { text: 'it is so', evidence: ['e1'], quote: 'alice' },
    { text: 'it is so', evidence: ['public-bucket#what-to-do', 'e1'], quote: 'Close the block' },
    { text: 'it is so', evidence: ['e1'] },
  ]);
});

test.each([
  ['"list": [1, 2]', true],
  ['it <b> "so"', true],
  ['\\u003cb\\u003e', true],
  ['"state" : "unhealthy"', true],
  ['unhealthy', true],
  ['healthy', false],
  ['spent": 1000', true],
  ['spent": 100', false],
  ['000', false],
  ['nothing', false],
  ['no  thing', true],
  ['groß', false],
  ['Übergroß', false],
  ['übergroß', true],
  ['bob', false],
  ['a', false],
  ['  ', false],
  ['\\u0020\\u0020', false],
])('that the evidence says %s is %s: white space and escapes do not matter, and a letter proves nothing', (quote, stands) => {
  expect(says(citable.get('e1')?.shown ?? '', quote)).toBe(stands);
});
