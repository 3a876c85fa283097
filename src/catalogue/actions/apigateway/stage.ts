import type { Tags } from '#domain/facts.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Output, Reader } from '#ports/cloud.ts';

/** A stage and its REST API, from the id that every source gives: `api|stage`; none from an id of another form. */
export function stageOf(id: string): readonly { readonly api: string; readonly stage: string }[] {
  const [api = '', stage = ''] = id.split('|');
  return api === '' || stage === '' ? [] : [{ api, stage }];
}

/** Every stage of every REST API at the reader's site. */
export async function listStages(reader: Reader): Promise<readonly ResourceRef[]> {
  const { partition, account, region } = reader.site;
  const { items = [] } = await reader.read('apigateway', 'getRestApis', {});
  const lists = await Promise.all(
    items.map(async ({ id: api }) => {
      const stages =
        api === undefined ? undefined : await reader.find('apigateway', 'getStages', { restApiId: api }, ['NotFoundException']);
      return (stages?.item ?? []).flatMap(({ stageName }) => (stageName === undefined ? [] : [{ api, stageName }]));
    }),
  );
  return lists.flat().map(({ api, stageName }) => ({
    type: 'AWS::ApiGateway::Stage',
    id: `${api}|${stageName}`,
    arn: `arn:${partition}:apigateway:${region}::/restapis/${api}/stages/${stageName}`,
    partition,
    account,
    region,
  }));
}

/** Throws `no-such-resource`. */
export const readStage = (reader: Reader, api: string, stage: string): Promise<Output<'apigateway', 'getStage'>> =>
  reader.read('apigateway', 'getStage', { restApiId: api, stageName: stage });

export async function stageTags(reader: Reader, { id }: Pick<ResourceRef, 'id'>): Promise<Tags> {
  const [place] = stageOf(id);
  return place === undefined ? {} : ((await readStage(reader, place.api, place.stage)).tags ?? {});
}
