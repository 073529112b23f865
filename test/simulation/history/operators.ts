import { setTimeout as sleep } from 'node:timers/promises'
import type { BotTurn, ChannelDelivery, Handback } from '../../../lib/protocol/bot.ts'
import { aServer, type ReceivedCall, type TestServer } from '../../e2e/servers.ts'
import type { Call } from './history.ts'
import { now } from './recorder.ts'

/** All calls to the operator's own servers. */
export interface OutsideCalls {
  readonly turns: Call<BotTurn>[]
  readonly handbacks: Call<Handback>[]
  readonly deliveries: Call<ChannelDelivery>[]
}

/** How the servers behave. `isCalm`: from now on they answer well and at once. */
export interface Play {
  readonly calls: OutsideCalls
  readonly random: () => number
  isCalm(): boolean
}

const SPREAD_MS = 40
/** Percentages of calls that are answered slowly, too late, with an error, and with a handoff. */
const SLOW = 4
const TOO_LATE = 1
const BROKEN = 2
const HANDS_OVER = 4
const WELL = 50

/** A bot that is usually quick, sometimes slow or too late, sometimes broken, and sometimes hands over. */
export async function aMoodyBot(
  { calls, random, isCalm }: Play,
  timeoutMs: number,
): Promise<TestServer<BotTurn | Handback>> {
  return await aServer<BotTurn | Handback>(async (body, call) => {
    const mood = isCalm() ? WELL : random() * 100
    const status = mood < BROKEN ? 500 : 200
    const at = wallTime(call)
    if (body.type === 'handback') {
      calls.handbacks.push({ webhookId: call.webhookId, at, status, body })
      return { status }
    }
    calls.turns.push({ webhookId: call.webhookId, at, status, body })
    const isSlow = mood < BROKEN + TOO_LATE + SLOW
    await sleep(mood < BROKEN + TOO_LATE ? timeoutMs * 1.3 : isSlow ? (random() * timeoutMs) / 2 : random() * SPREAD_MS)
    const words = [`re ${body.message.text}`, ...(random() < 0.2 ? [`more on ${body.message.text}`] : [])]
    return {
      status,
      body: {
        replies: words.map(text => ({ type: 'text', text })),
        ...(mood > 100 - HANDS_OVER && { handoff: { reason: `asked by ${body.message.text}` } }),
      },
    }
  })
}

/** A channel's webhook that is sometimes down: it then answers 503, or 404 like a restarting server. */
export async function aFlakyChannel({ calls, random, isCalm }: Play): Promise<TestServer<ChannelDelivery>> {
  let downUntil = 0
  let downAs = 503
  let nextAt = now() + 500 + random() * 2_000
  return await aServer<ChannelDelivery>(async (body, call) => {
    if (now() >= nextAt) {
      downUntil = now() + random() * 800
      downAs = random() < 0.3 ? 404 : 503
      nextAt = downUntil + 500 + random() * 2_000
    }
    const status = !isCalm() && now() < downUntil ? downAs : 200
    calls.deliveries.push({ webhookId: call.webhookId, at: wallTime(call), status, body })
    await sleep(random() * SPREAD_MS)
    return { status }
  })
}

function wallTime({ at }: ReceivedCall<unknown>): number {
  return performance.timeOrigin + at
}
