import { tryActionsOnEmulator } from '#testkit/emulator-contract.ts';

await tryActionsOnEmulator(1);
