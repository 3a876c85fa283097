import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { toBranches } from './branches.ts';
import { elementLook } from './element-look.ts';

const look = (pattern: JsonObject, event: JsonObject) => elementLook(toBranches(pattern)[0]?.fields ?? [])(event);

const rules = { rules: { port: [22], from: { cidr: ['0.0.0.0/0'] } } };

describe('elementLook', () => {
  it('is sure where arrays hold plain objects, also within each other', () => {
    const open = { port: 22, from: [{ cidr: '10.0.0.0/8' }, { cidr: '0.0.0.0/0' }] };
    expect(look(rules, { rules: [{ port: 443, from: [] }, open] })).toBe('yes');
    expect(look(rules, { rules: [{ ...open, port: 443 }, { ...open, from: [{ cidr: '10.0.0.0/8' }] }, 'text'] })).toBe('no');
    expect(look(rules, { rules: 'text' })).toBe('no');
    expect(look({ resources: ['a'] }, { resources: ['b', { c: 'a' }, 'a'] })).toBe('yes');
    expect(look({ resources: ['a'] }, { resources: ['b', { c: 'a' }] })).toBe('no');
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['arrays nest directly', rules, { rules: [[{ port: 22, from: { cidr: '0.0.0.0/0' } }]] }],
    ['values nest directly', { resources: ['a'] }, { resources: [['a']] }],
    ['a key holds several segments', rules, { rules: [{ port: 22, 'from.cidr': '0.0.0.0/0' }] }],
    ['a key at the top holds several segments', rules, { 'rules.port': 22 }],
    ['a field may be absent', { tags: { key: ['a'], value: [{ exists: false }] } }, { tags: [{ key: 'a' }] }],
    ['a path begins with another', { a: ['x'], 'a.b': ['y'] }, { a: ['x', { b: 'y' }] }],
  ])('is unsure where %s', (_, pattern, event) => {
    expect(look(pattern, event)).toBe('unsure');
  });
});
