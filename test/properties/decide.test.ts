import { expect, it } from 'vitest'
import { decide } from '../../lib/session/decide.ts'
import { newSession } from '../../lib/session/session.ts'
import { checkSequences } from './sequences.ts'
import { RUNS, SEED } from './stories.ts'

it(`the domain keeps every promise through ${RUNS} random stories (SEED=${SEED})`, { timeout: 600_000 }, () => {
  expect(checkSequences({ decide, newSession }, { runs: RUNS, seed: SEED })).toBeUndefined()
})
