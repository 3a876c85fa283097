import fc from 'fast-check';
import { expect, test } from 'vitest';
import { effects } from '#domain/meaning.ts';
import { effectOfVerb } from './effect-of-verb.ts';

test.each([
  ['ListThings', 'reads'],
  ['GetThingCredentials', 'reads-secrets'],
  ['ListCredentials', 'reads'],
  ['TagThing', 'keeps-books'],
  ['CreateThing', 'changes'],
  ['DeleteThing', 'removes'],
  ['DeleteThingBackup', 'destroys'],
  ['DeleteBackupSchedule', 'removes'],
  ['RemoveRoleFromDatabase', 'removes'],
  ['DeleteThingLogging', 'hides-tracks'],
  ['StopThingMonitor', 'hides-tracks'],
  ['DisableThingEncryption', 'weakens'],
  ['StopThing', 'disrupts'],
  ['StopThingJob', 'changes'],
  ['PutThingPolicy', 'opens'],
  ['PutThingLifecyclePolicy', 'changes'],
  ['EnableThingBlockPublicAccess', 'changes'],
  ['CreateThingRole', 'gives-access'],
  ['AdminDisableUser', 'disrupts'],
  ['AdminCreateUser', 'gives-access'],
  ['CreateUserDefinedFunction', 'changes'],
  ['ExportSnapshotToBucket', 'moves-data'],
  ['StartThingExportJob', 'moves-data'],
  ['CopyThingSnapshot', 'moves-data'],
  ['PutThingReplication', 'moves-data'],
  ['BatchRevokePermissions', 'removes'],
  ['PurchaseThing', 'commits'],
  ['UpdateThingMonitor', 'resets-guards'],
  ['CreateThingMonitor', 'changes'],
  ['Frobnicate', 'changes'],
])('%s is told by its words: it %s', (name, effect) => {
  expect(effectOfVerb(name)).toBe(effect);
});

test('every name has an effect', () =>
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(effects).toContain(effectOfVerb(name));
    }),
  ));
