import { defineCommand, type Shell } from '#entry/cli/command.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { table } from '#entry/cli/table.ts';
import { unknownName } from '#entry/cli/unknown-name.ts';
import { type DetectionView, detectionView } from '#entry/views/detection-view.ts';
import { catalogueOf } from '#worlds/catalogue-of.ts';

interface Options {
  readonly controls?: boolean;
}

/** What Selfheal looks for; with an id, its pattern too. */
export const detections = defineCommand<Options>({
  arguments: [['[id]', 'all that is known of this detection, with its pattern']],
  options: [{ flags: '--controls', what: 'also those for control and rule ids of Security Hub, Config and Vanta' }],
  examples: ['detections', 'detections s3.public-access-block-changed'],
  async run({ terminal, json, policyFile }, [id], { controls }) {
    const { catalogue, refused } = await catalogueOf(policyFile);
    for (const { message } of refused()) terminal.notice(`selfheal: ${message}`);
    const views = catalogue.detections().map(detectionView);
    if (id === undefined) {
      const shown = views.filter((view) => controls === true || !view.id.startsWith('control.'));
      if (json) terminal.printJson(shown);
      else printAll(shown, views.length - shown.length, terminal);
      return exitStatus.done;
    }
    const one = views.find((view) => view.id === id);
    if (one === undefined)
      throw unknownName(
        'detection',
        id,
        views.map((view) => view.id),
        'selfheal detections --controls',
      );
    const written = catalogue.written.find((each) => each.id === id);
    const { pattern = null, resource = null, references = [] } = written ?? {};
    if (json) terminal.printJson({ ...one, resource, pattern, references });
    else {
      printAll([one], 0, terminal);
      terminal.print(`\n${one.title}\n`);
      if (pattern !== null) terminal.print(JSON.stringify(pattern, null, 2));
      for (const reference of references) terminal.print(reference);
    }
    return exitStatus.done;
  },
});

function printAll(views: readonly DetectionView[], hidden: number, terminal: Shell['terminal']): void {
  const columns = [
    { title: 'DETECTION', value: ({ id }: DetectionView) => id, whole: true },
    { title: 'CLASS', value: (view: DetectionView) => view.class, whole: true },
    { title: 'SEVERITY', value: ({ severity }: DetectionView) => severity, whole: true },
    { title: 'ACTION', value: ({ action }: DetectionView) => action ?? 'only logged' },
  ];
  terminal.print(table(views, columns, terminal));
  if (hidden > 0) terminal.print(`\nand ${hidden} controls and rules that an action heals: --controls`);
}
