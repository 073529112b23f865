import { defineConfig } from 'vitest/config'
import every from './vitest.config.ts'

/** The tests of `npm run check`: those that need no process, no browser and no real time. */
export default defineConfig({
  test: {
    ...every.test,
    include: [
      'bench/**/*.test.ts',
      'lib/**/*.test.ts',
      'functions/**/*.test.ts',
      'local/**/*.test.ts',
      'scripts/**/*.test.ts',
      'web/**/*.test.ts',
      'test/*.test.ts',
      'test/channels/**/*.test.ts',
      'test/contract/memory.test.ts',
    ],
    exclude: [
      // These wait for real timeouts, or fill a file with many rows.
      'local/gateway/{backlogs,bodies,connect}.test.ts',
      'lib/sqlite/schema.test.ts',
      'lib/sqlite/migrations/*.test.ts',
      'scripts/reindex/reindex.test.ts',
      // These count reads and writes of a whole story.
      'test/cost*.test.ts',
    ],
    // A worker loads each module once for all of its files.
    isolate: false,
  },
})
