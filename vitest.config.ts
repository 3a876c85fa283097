import { defineConfig } from 'vitest/config';

/** One project a layer; each prints its time budget through tests/budget.ts. */
export default defineConfig({
  test: {
    projects: [
      // Modules are loaded once for all files of a worker: 235 files would load the SDK's types and Zod 235 times.
      {
        test: {
          name: 'pure',
          isolate: false,
          maxWorkers: '100%',
          include: ['src/**/*.test.ts'],
          exclude: ['src/**/*.emulator.test.ts'],
          // Machines are shared: a slow one is no failure.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'emulator',
          include: ['src/**/*.emulator.test.ts', 'tests/**/*.emulator.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Each file has an emulator of its own: at most two at once.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'whole',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/**/*.emulator.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
