import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['walks/**/*.walk.ts'],
    // A walk is one long story in a real browser on a shared machine.
    testTimeout: 240_000,
    hookTimeout: 120_000,
    // Each starts a product of its own, on ports and in a folder of its own, and waits half the time.
    maxWorkers: 2,
  },
});
