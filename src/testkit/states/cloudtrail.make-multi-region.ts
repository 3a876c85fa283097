import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

const mostly = fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.boolean() });
const anyTrail = fc
  .record({
    name: fc.constantFrom('audit', 'data', 'organization'),
    home: mostly,
    multiRegion: fc.boolean(),
    logging: mostly,
    management: mostly,
  })
  .chain((trail) => fc.boolean().map((globalEvents) => ({ ...trail, globalEvents: trail.multiRegion || globalEvents })))
  .map((trail) => ({ ...trail, arn: `arn:aws:cloudtrail:eu-west-1:${trail.home ? 1 : 2}23456789012:trail/${trail.name}` }));

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ account: '123456789012' }),
    state: fc.record({ trails: fc.uniqueArray(anyTrail, { selector: ({ name }) => name, maxLength: 3 }) }),
  }),
  apply(state, call) {
    const { Name, IsMultiRegionTrail, IncludeGlobalServiceEvents } = object(call.input);
    if (call.operation !== 'updateTrail' || (IsMultiRegionTrail === true && IncludeGlobalServiceEvents !== true)) return unexpected(call);
    const changed = (trail: object) => ({ ...trail, multiRegion: IsMultiRegionTrail, globalEvents: IncludeGlobalServiceEvents });
    return {
      trails: list(state.trails)
        .map(object)
        .map((trail) => (trail.name === Name ? (trail.home === true ? changed(trail) : unexpected(call)) : trail)),
    };
  },
  wait: still,
  beside: ({ trails }) =>
    list(trails)
      .map(object)
      .map((trail) => ({ ...trail, multiRegion: undefined, globalEvents: undefined })),
};
