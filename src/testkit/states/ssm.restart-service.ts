import { commandModel } from './commands.ts';

export const model = commandModel({
  document: 'Selfheal-RestartService',
  params: { instanceId: 'i-0123456789abcdef0', service: 'nginx', alarm: 'web-down' },
  parameters: { service: ['nginx'] },
});
