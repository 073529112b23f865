import { setTimeout as sleep } from 'node:timers/promises'
import type { BotTurn, ChannelDelivery, Handback } from '../../../lib/protocol/bot.ts'
import { aServer, type ReceivedCall, type TestServer } from '../../e2e/servers.ts'
import type { Call } from './history.ts'
import { now, type Recorder } from './recorder.ts'

type Random = () => number

const SPREAD_MS = 40
/** Of a hundred calls, so many are answered slowly, too late, not at all well, and with a handoff. */
const SLOW = 4
const TOO_LATE = 1
const BROKEN = 2
const HANDS_OVER = 4

/** A bot that is usually quick, now and then slow or too late, sometimes broken, and sometimes asks for people. */
export async function aMoodyBot(recorder: Recorder, random: Random, timeoutMs: number) {
  return await aServer<BotTurn | Handback>(async (body, call) => {
    const mood = random() * 100
    const status = mood < BROKEN ? 500 : 200
    const at = wallTime(call)
    if (body.type === 'handback') {
      recorder.handbacks.push({ webhookId: call.webhookId, at, status, body })
      return { status }
    }
    recorder.turns.push({ webhookId: call.webhookId, at, status, body })
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

/** A channel's webhook that is down for a while now and then: it answers 503 then. */
export async function aFlakyChannel(
  recorder: Recorder,
  random: Random,
  mayBeDown: () => boolean,
): Promise<TestServer<ChannelDelivery>> {
  let downUntil = 0
  let nextAt = now() + 500 + random() * 2_000
  return await aServer<ChannelDelivery>(async (body, call) => {
    if (now() >= nextAt) {
      downUntil = now() + random() * 800
      nextAt = downUntil + 500 + random() * 2_000
    }
    const status = mayBeDown() && now() < downUntil ? 503 : 200
    const record: Call<ChannelDelivery> = { webhookId: call.webhookId, at: wallTime(call), status, body }
    recorder.deliveries.push(record)
    await sleep(random() * SPREAD_MS)
    return { status }
  })
}

function wallTime({ at }: ReceivedCall<unknown>): number {
  return performance.timeOrigin + at
}
