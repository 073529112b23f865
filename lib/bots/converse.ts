import type { App } from '../app.ts'
import type { BotTurn, Handback } from '../protocol/bot.ts'
import { type BotConfig, channelOf } from '../protocol/config.ts'
import { type InboundMessage, isSignal } from '../protocol/message.ts'
import { InterludeError } from '../protocol/problem.ts'
import type { InboundAnswer } from '../protocol/routes.ts'
import type { Received } from '../session/commands.ts'
import { execute } from '../session/execute.ts'
import { loadOrNew, type Target } from '../session/load.ts'
import type { StoredBot } from '../session/ports.ts'
import { turnOf } from '../session/recent.ts'
import type { Address, DeliveryMode, Instant, Session, Turn } from '../session/session.ts'
import { asOf, isPaused, sessionRef } from '../session/views.ts'
import { isHeard } from '../session/watching.ts'
import { answerTo } from './answer.ts'
import { newestEpisode, pendingHandbacks } from './handback.ts'
import { askBot } from './http.ts'
import { reply, turnAfter } from './replies.ts'
import { lookAgainMs, MAX_WAIT_MS } from './waiting.ts'

/** How long a gated bot may take over its replies before people are asked for. */
export const GATED_TURN_MS = 120_000

/** A failure's reason stands in the log, cut to so much. */
const MAX_REASON_CHARS = 300

/** The bot's time limit, and a moment for its answer to be committed. */
const COMMIT_MARGIN_MS = 1_000

export function deliveryMode(config: BotConfig, channel: string): DeliveryMode {
  const webhook = channelOf(config, channel)
  if (!webhook) return 'none'
  return webhook.replies === 'deliver' ? 'all' : 'people'
}

/** A user's message as it was committed, with what was known of its bot then. */
export interface ReceivedMessage {
  readonly bot: StoredBot
  readonly session: Session
  readonly outcome: Received
}

/** Commits a user's message and its turn. The bot is not asked: where `outcome.call` says so, somebody must. */
export async function receiveMessage(app: App, address: Address, message: InboundMessage): Promise<ReceivedMessage> {
  const bot = await app.directory.bot(address.botId)
  const { config } = bot
  const { type, id, text, payload, user, at } = message
  const leaseMs = config.mode === 'gate' ? GATED_TURN_MS : (config.connector?.timeoutMs ?? 0) + COMMIT_MARGIN_MS
  const { outcome, session } = await execute(app, address, {
    verb: 'receive',
    ...(id !== undefined && { id }),
    message: {
      type: isSignal(type) ? 'custom' : type,
      ...(text !== undefined && { text }),
      ...(payload && { payload }),
    },
    ...(at !== undefined && { sentAt: at }),
    ...(user && { user }),
    leaseMs,
    botPaused: config.paused,
    delivery: deliveryMode(config, address.channel),
  })
  return { bot, session, outcome }
}

/**
 * A user's message comes in: it is logged, the pause flag decides, the bot is asked (mode `ask`), and its words meet the
 * fence. Answers with what was committed. Sent again with the same id, it is answered alike; while the first is under way
 * the retry waits for its result, and throws `turn.in_progress` where that takes too long.
 */
export async function converse(app: App, address: Address, message: InboundMessage): Promise<InboundAnswer> {
  const { type } = message
  if (isSignal(type)) return await signal(app, address, type, (await app.directory.bot(address.botId)).config)

  const { bot, outcome, session } = await receiveMessage(app, address, message)
  if (bot.config.mode === 'gate') {
    const handbacks = outcome.turn.status === 'open' ? await pendingHandbacks(app.store, session) : []
    const answer = await answerTo(app, session, outcome.seq, outcome.turn)
    // A gated bot hands its replies over itself: they were answered to the request that posted them.
    return { ...answer, replies: [], ...(handbacks.length > 0 && { handbacks }) }
  }
  const { seq, turn, call } = outcome
  const settled =
    call && turn.status === 'open' ? await ask(app, bot, session, { seq, ...turn }, message) : { session, turn }
  return settled.turn.status === 'open'
    ? await waitForTurn(app, address, seq)
    : await answerTo(app, settled.session, seq, settled.turn)
}

/** Typing is shown to whoever watches; deliveries and reads are the channel's own business. Nothing is gated or logged. */
async function signal(
  app: App,
  address: Address,
  type: 'typing' | 'delivery' | 'read',
  config: BotConfig,
): Promise<InboundAnswer> {
  const { session, watchers } = await loadOrNew(app, address)
  if (type === 'typing') {
    const agents = watchers.filter(watcher => watcher.as === 'agent' && isHeard(watcher, app.clock.now()))
    const frame = { type: 'typing', session: session.id, from: 'user', on: true } as const
    await Promise.allSettled(agents.map(({ connectionId }) => app.sockets.push(connectionId, frame)))
  }
  const paused = config.paused || isPaused(asOf(session, app.clock.now(), app.policy))
  return { session: session.id, seq: session.revision, epoch: session.epoch, paused, replies: [] }
}

/** What became of a turn once its bot was asked; `open` where a retry took the turn over meanwhile. */
export interface SettledTurn {
  readonly session: Session
  readonly turn: Turn
}

/** Asks the bot for an open turn, and brings its words (or its failure) to the fence. */
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
    ? await askBot(
        app.webhooks,
        connector,
        botTurn(session, seq, message, await userOf(app, session), handbacks, app.clock.now()),
      )
    : ({ status: 'failed', reason: 'no connector is configured' } as const)
  if (asked.status === 'failed') {
    app.log.warn('bot failed', { session: session.id, epoch: session.epoch, seq, reason: asked.reason })
    return await failed(app, target, seq, attempt, asked.reason)
  }
  const taken = await reply(app, target, bot.config, {
    answer: asked.answer,
    of: seq,
    epoch: session.epoch,
    told: newestEpisode(session, handbacks),
    until,
  }).catch(whyTooLong)
  if (typeof taken === 'string') return await failed(app, target, seq, attempt, taken)
  const { replied, session: after } = taken
  if (replied.status === 'waiting')
    return await failed(app, target, seq, attempt, 'an older message is still without an answer')
  const handedOver = asked.answer.handoff !== undefined
  return { session: after, turn: turnAfter(replied, handedOver) ?? { status: 'draft' } }
}

/** It is the bot that said too much, not who brought the user's message. */
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

/** Another request carries this turn out: waits for what becomes of it. */
async function waitForTurn(app: App, target: Target, of: number): Promise<InboundAnswer> {
  const giveUpAt = app.clock.now() + MAX_WAIT_MS
  for (let looks = 0; app.clock.now() < giveUpAt; looks++) {
    await app.clock.sleep(lookAgainMs(looks))
    const { session } = await loadOrNew(app, target)
    const turn = turnOf(session, of)
    if (turn?.status !== 'open') return await answerTo(app, session, of, turn ?? { status: 'held' })
    if (app.clock.now() >= turn.until) break
  }
  throw new InterludeError('turn.in_progress', 'the bot is still at this message', { retryAfterSeconds: 1 })
}

async function userOf(app: App, session: Session): Promise<BotTurn['user']> {
  const { attributesHash, ...profile } = session.user
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
      ...(id !== undefined && { id }),
      type: isSignal(type) ? 'custom' : type,
      ...(text !== undefined && { text }),
      ...(payload && { payload }),
      at: message.at ?? new Date(now).toISOString(),
    },
    user,
    ...(handbacks.length > 0 && { handbacks }),
  }
}
