import type { App } from '../../lib/app.ts'
import { actorOf } from '../../lib/auth/caller.ts'
import { readAnswer } from '../../lib/bots/read-answer.ts'
import { defined } from '../../lib/defined.ts'
import { EVENT_TIMEOUT_MS } from '../../lib/effects/send-event.ts'
import type { Handler } from '../../lib/http/route.ts'
import type { CallResult } from '../../lib/ports/outside.ts'
import type { BotTurn, CheckCall } from '../../lib/protocol/bot.ts'
import type { BotCheck, Trial } from '../../lib/protocol/bot-check.ts'
import { MAX_BOT_TIMEOUT_MS } from '../../lib/protocol/config.ts'
import type { botCheckRoutes as specs } from '../../lib/protocol/routes/bot-check.ts'
import { sessionId } from '../../lib/session/session.ts'
import { isoTime } from '../../lib/session/time.ts'

type Ports = Pick<App, 'webhooks' | 'clock'>

/** The address of the conversation that a trial message names. The store has no such conversation. */
const TRIAL = { channel: 'trial', userId: 'trial' } as const

export const tryBot: Handler<(typeof specs)['checkBot']> = async (
  { params: { botId }, caller },
  { directory, webhooks, clock, log },
) => {
  const { connector, events } = (await directory.freshBot(botId)).config
  const ports = { webhooks, clock }
  const [ofConnector, ofEvents] = await Promise.all([
    // With the longest time limit, so that an answer after the configured one shows how long it takes.
    connector &&
      tried(ports, { ...connector, timeoutMs: MAX_BOT_TIMEOUT_MS, body: trialTurn(botId, clock.now()) }, readTurn),
    events && tried(ports, { ...events, timeoutMs: EVENT_TIMEOUT_MS, body: CHECK }, () => ({ outcome: 'answered' })),
  ])
  const check: BotCheck = defined({ connector: ofConnector, events: ofEvents })
  log.info('bot tried', {
    botId,
    connector: ofConnector?.outcome,
    events: ofEvents?.outcome,
    by: actorOf(caller).id,
  })
  return check
}

const CHECK: CheckCall = { type: 'check' }

function trialTurn(botId: string, now: number): BotTurn {
  const id = sessionId({ botId, ...TRIAL })
  return {
    type: 'message',
    botId,
    session: { id, ...TRIAL },
    epoch: 0,
    seq: 1,
    message: { type: 'text', text: 'Hello', at: isoTime(now) },
    user: { id: TRIAL.userId },
    trial: true,
  }
}

type Read = Pick<Trial, 'outcome' | 'reason'>

function readTurn(body: unknown): Read {
  const read = readAnswer(body)
  return read.status === 'failed' ? { outcome: 'unreadable', reason: read.reason } : { outcome: read.status }
}

interface TrialCall {
  readonly url: string
  readonly secret: string
  readonly timeoutMs: number
  readonly body: unknown
}

/** Calls a server once. `read`: says whether the body of its answer can be understood. */
async function tried(
  { webhooks, clock }: Ports,
  { url, secret, timeoutMs, body }: TrialCall,
  read: (body: unknown) => Read,
): Promise<Trial> {
  const refusal = webhooks.refusal(url)
  if (refusal !== undefined) return { outcome: 'forbidden', reason: refusal, tookMs: 0 }
  const startedAt = clock.now()
  const result = await webhooks.post({ url, secret, id: `check:${startedAt}`, body, timeoutMs })
  const tookMs = Math.max(0, Math.round(clock.now() - startedAt))
  return { ...outcomeOf(result, tookMs >= timeoutMs, read), tookMs }
}

function outcomeOf(result: CallResult, isLate: boolean, read: (body: unknown) => Read): Read {
  switch (result.status) {
    case 'ok':
      return read(result.body)
    case 'missing':
      return { outcome: 'missing', reason: result.reason }
    case 'refused':
      return { outcome: 'rejected', reason: result.reason }
    case 'retry':
      return { outcome: isLate ? 'late' : 'failed', reason: result.reason }
    case 'skipped':
      return { outcome: 'failed', ...defined({ reason: result.reason }) }
    default:
      return result satisfies never
  }
}
