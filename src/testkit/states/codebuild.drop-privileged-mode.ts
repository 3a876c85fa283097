import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';

const environment = fc
  .record({
    image: fc.constantFrom('aws/codebuild/amazonlinux-x86_64-standard:5.0', 'node:24'),
    computeType: fc.constantFrom('BUILD_GENERAL1_SMALL', 'BUILD_GENERAL1_LARGE'),
    imagePullCredentialsType: fc.constantFrom('CODEBUILD', 'SERVICE_ROLE'),
    privilegedMode: fc.boolean(),
  })
  .map((seen) => ({ type: 'LINUX_CONTAINER', ...seen }));
const needs = fc.constantFrom({}, {}, {}, {}, { needs: 'its buildspec says docker' }, { needs: 'its buildspec lies with its source' });

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ project: 'shop' }),
    state: fc
      .record({ environment, variables: fc.constantFrom(0, 0, 0, 3), needs })
      .map(({ needs: why, ...seen }) => ({ ...seen, privileged: seen.environment.privilegedMode, ...why })),
  }),
  apply(state, call) {
    const { name, environment: written, ...more } = object(call.input);
    if (call.operation !== 'updateProject' || name !== 'shop' || Object.keys(more).length > 0) return unexpected(call);
    // What is not in the call is gone.
    const now = object(written);
    return { ...state, environment: now, privileged: now.privilegedMode === true, variables: 0 };
  },
  wait: still,
  beside: ({ environment: seen, variables }) => ({ ...object(seen), privilegedMode: null, variables: variables ?? null }),
};
