import { describe, expect, it } from 'vitest'
import { createClient } from '../../lib/client/client.ts'
import { play } from './fuzz.ts'

/** The first seed, and the number of scripts. */
const SEED = Number(process.env.CLIENT_FUZZ_SEED ?? 1)
const SCRIPTS = Number(process.env.CLIENT_FUZZ_SCRIPTS ?? 10_000)

/** A run takes half a minute of one core; on a busy machine it may take much longer. */
const SLOW_MS = 600_000

// Most of a script's time would go into stack traces that nothing reads.
Error.stackTraceLimit = 0

describe('the client under cuts, reorders, duplicates, ended tokens, sleeping tabs and restarts', () => {
  it(`ends ${SCRIPTS} scripts with exactly the server's log, and each command executed once`, {
    timeout: SLOW_MS,
  }, async () => {
    for (let n = 0; n < SCRIPTS; n++) await play(SEED + n, createClient)
    expect(SCRIPTS).toBeGreaterThan(0)
  })
})
