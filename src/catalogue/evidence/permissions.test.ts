import { expect, test } from 'vitest';
import { evidencePermissions } from './permissions.ts';

test('only reads, and what collectors and looks read', () => {
  const names = evidencePermissions({ without: [] });
  for (const name of names) expect(name).toMatch(/^[a-z0-9]+:(Get|List|Describe|Lookup|Filter)\w+$|^apigateway:GET$/);
  expect(names).toEqual(expect.arrayContaining(['cloudtrail:LookupEvents', 'health:DescribeEvents', 'ecs:DescribeServices']));
});

test('what the policy leaves out needs no permission', () => {
  expect(evidencePermissions({ seconds: 0, without: [] })).toEqual([]);
  expect(evidencePermissions({ without: ['logs'] })).not.toContain('logs:FilterLogEvents');
  expect(evidencePermissions({ without: ['logs', 'changes', 'dependencies'] })).not.toContain('ecs:DescribeServices');
});
