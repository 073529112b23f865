import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that take minutes, the longest first. */
const LONG = [
  'test/browser/pages.test.ts',
  'test/mutations/guards.test.ts',
  'test/browser/endurance.test.ts',
  'test/e2e/race-messenger.test.ts',
]

/** Begins with the long files, so that no worker still has most of one to do when the others are done. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = LONG.findIndex(name => moduleId.endsWith(name))
      return index === -1 ? LONG.length : index
    }
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other))
  }
}

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
    sequence: { sequencer: LongestFirst },
    globalSetup: 'test/setup.ts',
  },
})
