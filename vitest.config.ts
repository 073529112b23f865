import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'bench/**/*.test.ts',
      'lib/**/*.test.ts',
      'functions/**/*.test.ts',
      'local/**/*.test.ts',
      'scripts/**/*.test.ts',
      'test/**/*.test.ts',
      'web/**/*.test.ts',
    ],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // The default of a second is too short for a page on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
    globalSetup: 'test/setup.ts',
  },
})
