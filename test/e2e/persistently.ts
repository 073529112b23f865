import { setTimeout as sleep } from 'node:timers/promises'
import type { InboundAnswer } from '../../lib/protocol/routes.ts'
import type { Answer } from './client.ts'

const MAX_TRIES = 200
const WAIT_MS = 50

/** The outcomes of the failed tries. */
export interface Tally {
  /** 409 `turn.in_progress` and 503, which permit a retry with the same id. */
  refused: Record<string, number>
  /** Tries without an answer. */
  lost: number
}

/**
 * Sends a command as a connector should: with the same id until it is acknowledged. Calls `send` for each try, so that
 * it can find a restarted server. Throws errors that a retry cannot cure.
 */
export async function persistently<Body = InboundAnswer>(
  tally: Tally,
  send: () => Promise<Answer<Body>>,
): Promise<Body> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    let answer: Answer<Body>
    try {
      answer = await send()
    } catch {
      tally.lost++
      await sleep(WAIT_MS)
      continue
    }
    if (answer.status === 200) return answer.body
    const { code = '' } = answer.body as { code?: string }
    if (answer.status !== 503 && code !== 'turn.in_progress') {
      throw new Error(`refused: ${answer.status} ${JSON.stringify(answer.body)}`)
    }
    tally.refused[code] = (tally.refused[code] ?? 0) + 1
    await sleep(WAIT_MS)
  }
  throw new Error(`never acknowledged: ${JSON.stringify(tally)}`)
}
