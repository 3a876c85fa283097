import { describe, expect, test } from 'vitest';
import { asHealError } from '#domain/heal-error.ts';
import { readRunbook } from './runbook-file.ts';

const actions = ['ec2.reboot-instance', 'ec2.start-instance', 'ssm.clean-disk'];
const read = (text: string) => readRunbook(text, 'own/billing.md', { id: 'billing', knowsAction: (id) => actions.includes(id) });

const good = `---
id: billing
title: The billing host is down
appliesTo:
  - AWS::EC2::Instance
  - { resource: "AWS::RDS::*", id: billing-*, tag: { team: billing } }
actions: [ec2.start-instance, ssm.clean-disk]
required: [ec2.start-instance]
forbidden: [ec2.reboot-instance]
commands:
  - name: clean
    document: Selfheal-CleanDisk
    parameters: { what: { enum: [journal] }, days: { min: 1, max: 7 } }
---

# The billing host is down

Call Grace.
`;

const problems = (text: string): readonly string[] => {
  try {
    read(text);
    return [];
  } catch (error) {
    const { code, message } = asHealError(error);
    expect(code).toBe('bad-runbook');
    return message.split('\n');
  }
};
const changed = (from: string, to: string): readonly string[] => {
  expect(good).toContain(from);
  return problems(good.replace(from, to));
};

test('a runbook is read with its scopes, its lists, its commands and the lines of what it rules', () => {
  expect(read(good)).toEqual({
    id: 'billing',
    title: 'The billing host is down',
    file: 'own/billing.md',
    appliesTo: [{ resource: 'AWS::EC2::Instance' }, { resource: 'AWS::RDS::*', id: 'billing-*', tag: { team: 'billing' } }],
    actions: ['ec2.start-instance', 'ssm.clean-disk'],
    required: ['ec2.start-instance'],
    forbidden: ['ec2.reboot-instance'],
    commands: [{ name: 'clean', document: 'Selfheal-CleanDisk', parameters: { what: { enum: ['journal'] }, days: { min: 1, max: 7 } } }],
    sections: [{ id: 'billing#the-billing-host-is-down', heading: 'The billing host is down', line: 16, text: 'Call Grace.' }],
    where: { required: 'own/billing.md:8', forbidden: 'own/billing.md:9' },
  });
});

test('an editor on Windows changes nothing but the bytes', () => {
  expect(read(`\uFEFF${good.replaceAll('\n', '\r\n')}`)).toEqual(read(good));
});

describe('it is refused with file, line and field', () => {
  test.each([
    [
      'an unknown key, with the one that was meant',
      'forbidden:',
      'forbiden:',
      'own/billing.md:9: forbiden is not known; did you mean forbidden?',
    ],
    ['a type that is none', '- AWS::EC2::Instance', '- EC2', "own/billing.md:5: appliesTo.0 does not fit: is CloudFormation's type"],
    ['an unknown key of a scope', 'id: billing-*', 'name: x', 'own/billing.md:6: appliesTo.1.name is not known'],
    [
      'an action that there is not',
      'actions: [ec2.start-instance, ',
      'actions: [ec2.start-instance, ec2.fly, ',
      'own/billing.md:7: actions.1 names no action',
    ],
    [
      'what is required and not among its actions',
      'required: [ec2.start-instance]',
      'required: [ec2.reboot-instance]',
      'own/billing.md:8: required.0 ec2.reboot-instance is required, but',
    ],
    [
      'what is forbidden and among its actions',
      'forbidden: [ec2.reboot-instance]',
      'forbidden: [ssm.clean-disk]',
      'own/billing.md:9: forbidden.0 ssm.clean-disk is forbidden, and',
    ],
    [
      'bounds that hold nothing',
      'min: 1',
      'min: 9',
      'own/billing.md:13: commands.0.parameters.days does not fit: has its min above its max',
    ],
    ['a parameter that may be anything', '{ min: 1, max: 7 }', '{}', 'own/billing.md:13: commands.0.parameters.days'],
    ['an id that is not its name', 'id: billing\n', 'id: other\n', "own/billing.md:2: id is other, but the file's name says billing"],
    ['what is no YAML', 'title: The', 'title: "The', 'own/billing.md:3: not YAML'],
    ['nothing to read', '# The billing host is down\n\nCall Grace.', '', 'own/billing.md: there is nothing to read'],
    ['no front matter', '---\nid', 'id', 'own/billing.md:1: the file has no front matter'],
  ])('%s', (_, from, to, problem) => {
    expect(changed(from, to)).toContainEqual(expect.stringContaining(problem));
  });

  test('all that is wrong is said at once', () => {
    expect(problems(good.replace('title:', 'titel:').replace('[ec2.reboot-instance]', 'ec2.reboot-instance'))).toEqual([
      expect.stringMatching(/^own\/billing\.md:2: title does not fit|^own\/billing\.md:\d+: title/),
      expect.stringMatching(/^own\/billing\.md:9: forbidden /),
      'own/billing.md:3: titel is not known; did you mean title?',
    ]);
  });
});
