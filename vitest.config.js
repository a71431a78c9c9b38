import { defineConfig } from 'vitest/config';

const report = process.env.BREVVAKT_TEST_REPORT;

export default defineConfig({
  test: {
    globalSetup: './src/testing/one-temporary-folder.ts',
    include: ['src/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
