import type { App } from '../app.ts'
import { execute } from '../conversations/execute.ts'
import { loadOrNew } from '../conversations/load.ts'
import { isHeard } from '../conversations/watching.ts'
import type { StoredBot } from '../ports/bots.ts'
import { type BotConfig, channelOf } from '../protocol/config.ts'
import { type InboundMessage, isSignal } from '../protocol/message.ts'
import type { InboundAnswer } from '../protocol/routes.ts'
import type { OutcomeOf, Receive } from '../session/commands.ts'
import { asOf } from '../session/decide.ts'
import { piecesOf } from '../session/pieces.ts'
import { type Address, type DeliveryMode, isPaused, type Session } from '../session/session.ts'
import { answerTo } from './answer.ts'
import { ask, GATED_TURN_MS, isAwaited, waitForTurn } from './ask.ts'
import { pendingHandbacks } from './handback.ts'
import { findInLog } from './log-search.ts'
import { warnOfOtherWords } from './same-words.ts'

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
  readonly received: Taken
}

/** Hears of a field that was left out of a message. */
type Warn = (path: string, message: string) => void

/**
 * Commits a user's message and its turn. The bot is not asked: where `received.call` says so, the caller must see to it. `warn`
 * hears of what was left out of the message.
 */
export async function receiveMessage(
  app: App,
  address: Address,
  message: InboundMessage,
  warn: Warn = () => {},
): Promise<ReceivedMessage> {
  const bot = await app.directory.bot(address.botId)
  const { config } = bot
  const { type, id, text, payload, user, at } = message
  const content = {
    type: isSignal(type) ? ('custom' as const) : type,
    ...(text !== undefined && { text }),
    ...(payload && { payload }),
  }
  const { pieces, payloadDropped } = piecesOf(content)
  const leaseMs = config.mode === 'gate' ? GATED_TURN_MS : (config.connector?.timeoutMs ?? 0) + COMMIT_MARGIN_MS
  const { received, session, dropped } = await receive(app, address, {
    verb: 'receive',
    ...(id !== undefined && { id }),
    messages: pieces,
    ...(at !== undefined && { sentAt: at }),
    ...(user && { user }),
    leaseMs,
    botPaused: config.paused,
    delivery: deliveryMode(config, address.channel),
  })
  for (const name of dropped) warn(`user.attributes.${name}`, 'was dropped: the user has too many attributes')
  const { seq, duplicate } = received
  if (payloadDropped) {
    app.log.warn("a user's payload is too large and was dropped", { session: session.id, seq })
    warn('payload', 'was dropped: it is too large for the log')
  }
  if (duplicate) await warnOfOtherWords(app, session, seq, pieces)
  return { bot, session, received }
}

/**
 * A user's message comes in: it is logged, the pause flag decides, the bot is asked (mode `ask`), and its words meet the
 * fence. Answers with what was committed. Sent again with the same id, it is answered alike; while the first is under way
 * the retry waits for its result, and throws `turn.in_progress` where that takes too long. A bot that only acknowledges the
 * message answers later by a request of its own: nobody waits for that here. `warn` hears of what was left out of the message.
 */
export async function converse(
  app: App,
  address: Address,
  message: InboundMessage,
  warn: Warn = () => {},
): Promise<InboundAnswer> {
  const { type } = message
  if (isSignal(type)) return await signal(app, address, type, (await app.directory.bot(address.botId)).config)

  const { bot, session, received } = await receiveMessage(app, address, message, warn)
  const { seq, turn, call } = received
  if (bot.config.mode === 'gate') {
    const handbacks = turn.status === 'open' ? await pendingHandbacks(app.store, session) : []
    const answer = await answerTo(app, session, seq, turn)
    // A gated bot hands its replies over itself: they were answered to the request that posted them.
    return { ...answer, replies: [], ...(handbacks.length > 0 && { handbacks }) }
  }
  const settled =
    call && turn.status === 'open' ? await ask(app, bot, session, { seq, ...turn }, message) : { session, turn }
  return isAwaited(settled.turn)
    ? await waitForTurn(app, address, seq)
    : await answerTo(app, settled.session, seq, settled.turn)
}

type Taken = Extract<OutcomeOf<'receive'>, { readonly status: 'received' }>

/** Commits a user's message. One that may be forgotten is looked up in the log first: its channel may bring it again for a day. */
async function receive(
  app: App,
  address: Address,
  command: Receive,
): Promise<{ readonly received: Taken; readonly session: Session; readonly dropped: readonly string[] }> {
  const { outcome, session, decision } = await execute(app, address, command)
  if (outcome.status === 'received') return { received: outcome, session, dropped: decision.dropped ?? [] }
  const { id = '', sentAt = '' } = command
  const found = await findInLog(app, session, id, Date.parse(sentAt))
  if (found) return { received: { status: 'received', ...found, duplicate: true, call: false }, session, dropped: [] }
  return await receive(app, address, { ...command, lookedUp: true })
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
