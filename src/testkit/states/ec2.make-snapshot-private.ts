import * as fc from 'fast-check';
import type { Json } from '#domain/json.ts';
import { list, type Model, object, still, unexpected } from './model.ts';

const accounts = ['111122223333', '444455556666', '777788889999'];

export const model: Model = {
  cases: fc.record({
    params: fc.record({
      snapshotId: fc.constant('snap-0123456789abcdef0'),
      sharedWith: fc.constantFrom('all', ...accounts.slice(0, 2)),
    }),
    state: fc
      .record({
        groups: fc.subarray(['all']),
        accounts: fc.subarray(accounts),
        managed: fc.oneof(
          { weight: 4, arbitrary: fc.constant({}) },
          { weight: 1, arbitrary: fc.constant({ lifecyclePolicy: 'policy-0abc1234def567890' }) },
        ),
      })
      .map(({ managed, ...state }) => ({ ...state, ...managed })),
  }),
  apply(state, call) {
    const { OperationType, GroupNames, UserIds, Attribute } = object(call.input);
    if (call.operation !== 'modifySnapshotAttribute' || Attribute !== 'createVolumePermission') return unexpected(call);
    const change = (now: Json | undefined, named: Json | undefined): readonly Json[] => {
      const rest = list(now).filter((each) => !list(named).includes(each));
      return OperationType === 'add' ? [...rest, ...list(named)].map(String).toSorted() : rest;
    };
    return { ...state, groups: change(state.groups, GroupNames), accounts: change(state.accounts, UserIds) };
  },
  wait: still,
  beside: (state, { sharedWith }) => ({
    ...state,
    groups: list(state.groups).filter((each) => each !== sharedWith),
    accounts: list(state.accounts).filter((each) => each !== sharedWith),
  }),
};
