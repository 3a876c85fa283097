import { describe, expect, it } from 'vitest';
import { parseXml } from './xml.ts';

describe('parseXml', () => {
  it('reads elements, attributes, entities, CDATA and comments', () => {
    expect(parseXml('<?xml version="1.0"?>\n<!-- x --><a b="1 &amp; 2" c=\'"\'><d>&lt;&#x41;&#66;</d><e/><![CDATA[<raw>]]></a>')).toEqual({
      name: 'a',
      attributes: { b: '1 & 2', c: '"' },
      text: '<raw>',
      children: [
        { name: 'd', attributes: {}, text: '<AB', children: [] },
        { name: 'e', attributes: {}, text: '', children: [] },
      ],
    });
  });

  it.each(['<a><b></a></b>', '<a>', 'no xml <', '<a></a><', '</a>'])('refuses %s', (text) => {
    expect(parseXml(text)).toBeUndefined();
  });
});
