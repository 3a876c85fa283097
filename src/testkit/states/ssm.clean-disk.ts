import { commandModel } from './commands.ts';

export const model = commandModel({
  document: 'Selfheal-CleanDisk',
  params: { instanceId: 'i-0123456789abcdef0', what: 'journal', alarm: 'disk' },
  parameters: { what: ['journal'] },
});
