import { stageOf } from '#catalogue/actions/apigateway/stage.ts';
import { atOf, type SurroundingsOf } from './define-surroundings.ts';

const partsOf = (id: string): { readonly api: string; readonly stage: string } => stageOf(id)[0] ?? { api: id, stage: '' };

/** A stage of a REST API: its deployment, and the groups of both its logs. */
export const apiStage: SurroundingsOf = {
  names: ({ id }) => [partsOf(id).api, partsOf(id).stage],
  logGroups: ({ id }) => [`API-Gateway-Execution-Logs_${partsOf(id).api}/${partsOf(id).stage}`],
  configId: () => undefined,
  reads: [{ service: 'apigateway', operation: 'getStage' }],
  async look(peek, { id }) {
    const { api, stage } = partsOf(id);
    const found = await peek('apigateway', 'getStage', { restApiId: api, stageName: stage });
    const group = /:log-group:([^:]+)/.exec(found.accessLogSettings?.destinationArn ?? '')?.[1];
    return {
      deployments: [{ at: atOf(found.lastUpdatedDate), what: `deployment ${found.deploymentId ?? 'unknown'} serves it` }],
      logGroups: group === undefined ? [] : [group],
    };
  },
};
