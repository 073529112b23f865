import { describe, expect, it } from 'vitest'
import { createClient } from '../../lib/client/client.ts'
import { play } from './fuzz.ts'

/** The first seed, and how many scripts there are. */
const SEED = Number(process.env.CLIENT_FUZZ_SEED ?? 1)
const SCRIPTS = Number(process.env.CLIENT_FUZZ_SCRIPTS ?? 10_000)

/** Half a minute of one core; a machine that is busy with other things may take much longer. */
const SLOW_MS = 600_000

// Most of a script's cost is in errors that nobody looks at.
Error.stackTraceLimit = 0

describe('the client under cuts, reorders, duplicates, ended tokens, sleeping tabs and restarts', () => {
  it(`ends ${SCRIPTS} scripts with exactly the server's log, and each command carried out once`, {
    timeout: SLOW_MS,
  }, async () => {
    for (let n = 0; n < SCRIPTS; n++) await play(SEED + n, createClient)
    expect(SCRIPTS).toBeGreaterThan(0)
  })
})
