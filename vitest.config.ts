import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Two cores: one file at a time beside the engine's own threads keeps the fault tests honest.
    maxWorkers: 2,
  },
});
