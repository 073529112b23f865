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
    // A page on a busy machine may be too slow once. Only a wait in a page that ran out of time is tried again, a wrong value
    // never is, and `.ci/run` names each test that needed it.
    retry: { count: 1, condition: /: Timeout \d+ms exceeded|Tab does not reach/ },
    maxWorkers: 2,
    globalSetup: 'test/setup.ts',
  },
})
