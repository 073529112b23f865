import type { App } from '../app.ts'
import { execute } from '../conversations/execute.ts'
import { loadOrNew, type Target } from '../conversations/load.ts'
import { defined } from '../defined.ts'
import type { StoredBot } from '../ports/bots.ts'
import type { BotTurn, Handback } from '../protocol/bot.ts'
import { type InboundMessage, isSignal } from '../protocol/message.ts'
import { InterludeError } from '../protocol/problem.ts'
import type { InboundAnswer } from '../protocol/routes.ts'
import { turnOf } from '../session/recent.ts'
import type { Instant, Session, Turn } from '../session/session.ts'
import { sessionRef } from '../webhooks/session-ref.ts'
import { answerTo } from './answer.ts'
import { askBot } from './call.ts'
import { newestEpisode, pendingHandbacks } from './handback.ts'
import { reply, turnAfter } from './replies.ts'
import { reviewReports } from './reviews.ts'
import { lookAgainMs, MAX_WAIT_MS } from './waiting.ts'

/**
 * Time within which a gated bot, or a bot that acknowledged a message, must reply. After it, Interlude asks for people.
 */
export const GATED_TURN_MS = 120_000

/** Length to which the log cuts the reason of a failure. */
const MAX_REASON_CHARS = 300

/** Says whether a request is still going to answer the turn. False once the bot has acknowledged the message. */
export function isAwaited(turn: Turn): boolean {
  return turn.status === 'open' && !turn.acknowledged
}

/**
 * The outcome of a turn after the call to the bot. A retry may have taken over the turn meanwhile; then it is still
 * awaited.
 */
export interface SettledTurn {
  readonly session: Session
  readonly turn: Turn
}

/** Calls the bot for an open turn, and submits its replies or its failure to the fence. */
export async function ask(
  app: App,
  bot: StoredBot,
  session: Session,
  { seq, until, attempt }: { readonly seq: number; readonly until: Instant; readonly attempt: number },
  message: InboundMessage,
): Promise<SettledTurn> {
  const { connector } = bot.config
  const target = { id: session.id, botId: session.botId }
  const handbacks = await pendingHandbacks(app.store, session)
  const asked = connector
    ? await askBot(app, connector, {
        ...botTurn(session, seq, message, await userOf(app, session), handbacks, app.clock.now()),
        ...(await reviewReports(app.store, session, seq)),
      })
    : ({ status: 'failed', reason: 'the bot has no connector' } as const)
  if (asked.status === 'failed') {
    app.log.warn('bot failed', { session: session.id, epoch: session.epoch, seq, reason: asked.reason })
    return await failed(app, target, seq, attempt, asked.reason)
  }
  const handbacksUpTo = newestEpisode(session, handbacks)
  if (asked.status === 'acknowledged') return await acknowledged(app, target, { seq, attempt, handbacksUpTo })
  const taken = await reply(app, target, bot.config, {
    answer: asked.answer,
    of: seq,
    epoch: session.epoch,
    handbacksUpTo,
    until,
  }).catch(whyTooLong)
  if (typeof taken === 'string') return await failed(app, target, seq, attempt, taken)
  const { replied, session: after } = taken
  if (replied.status === 'waiting')
    return await failed(app, target, seq, attempt, 'an older message still waits for an answer')
  const handedOver = asked.answer.handoff !== undefined
  return { session: after, turn: turnAfter(replied, handedOver) ?? { status: 'draft' } }
}

/** Records that the bot answers later. The turn stays open, and no request waits for it. */
async function acknowledged(
  app: App,
  target: Target,
  { seq, attempt, handbacksUpTo }: { readonly seq: number; readonly attempt: number; readonly handbacksUpTo: number },
): Promise<SettledTurn> {
  const { outcome, session } = await execute(app, target, {
    verb: 'acknowledge',
    of: seq,
    attempt,
    handbacksUpTo,
    leaseMs: GATED_TURN_MS,
  })
  return { session, turn: outcome.turn ?? { status: 'held' } }
}

/** Makes the reason of a failure out of `message.too_large`: the bot's answer was too large, not the user's message. */
function whyTooLong(error: unknown): string {
  if (error instanceof InterludeError && error.code === 'message.too_large') return `the bot's answer: ${error.message}`
  throw error
}

async function failed(app: App, target: Target, of: number, attempt: number, reason: string): Promise<SettledTurn> {
  const { session } = await execute(app, target, {
    verb: 'fail',
    of,
    attempt,
    reason: reason.slice(0, MAX_REASON_CHARS),
  })
  return { session, turn: turnOf(session, of) ?? { status: 'held' } }
}

/** Waits for the result of a turn that another request is handling. Throws `turn.in_progress` after `MAX_WAIT_MS`. */
export async function waitForTurn(app: App, target: Target, of: number): Promise<InboundAnswer> {
  const giveUpAt = app.clock.now() + MAX_WAIT_MS
  for (let looks = 0; app.clock.now() < giveUpAt; looks++) {
    await app.clock.sleep(lookAgainMs(looks))
    const { session } = await loadOrNew(app, target)
    const turn = turnOf(session, of) ?? { status: 'held' }
    if (turn.status !== 'open' || turn.acknowledged) return await answerTo(app, session, of, turn)
    if (app.clock.now() >= turn.until) break
  }
  throw new InterludeError('turn.in_progress', 'the bot is still answering this message', { retryAfterSeconds: 1 })
}

async function userOf(app: App, session: Session): Promise<BotTurn['user']> {
  const { attributesHash, email: _searched, ...profile } = session.user
  const attributes =
    attributesHash === undefined ? undefined : (await app.store.attributes([session.id])).get(session.id)
  return { id: session.userId, ...profile, ...(attributes && { attributes: { ...attributes } }) }
}

function botTurn(
  session: Session,
  seq: number,
  message: InboundMessage,
  user: BotTurn['user'],
  handbacks: Handback[],
  now: number,
): BotTurn {
  const { id, text, payload, type } = message
  return {
    type: 'message',
    botId: session.botId,
    session: sessionRef(session),
    epoch: session.epoch,
    seq,
    message: {
      ...defined({ id }),
      type: isSignal(type) ? 'custom' : type,
      ...defined({ text, payload }),
      at: message.at ?? new Date(now).toISOString(),
    },
    user,
    ...(handbacks.length > 0 && { handbacks }),
  }
}
