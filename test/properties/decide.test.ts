import { expect, it } from 'vitest'
import { decide } from '../../lib/session/decide.ts'
import { newSession } from '../../lib/session/session.ts'
import { checkSequences } from './sequences.ts'

const seed = Number(process.env.SEED ?? 20_260_101)
const runs = Number(process.env.RUNS ?? 10_000)

it(`the domain keeps every promise through ${runs} random stories (SEED=${seed})`, { timeout: 600_000 }, () => {
  expect(checkSequences({ decide, newSession }, { runs, seed })).toBeUndefined()
})
