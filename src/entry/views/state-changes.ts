export { StateChange, stateChanges } from '#domain/state-changes.ts';
