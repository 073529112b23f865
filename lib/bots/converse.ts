import type { App } from '../app.ts'
import { deliveryMode } from '../channels/delivery-mode.ts'
import { execute } from '../conversations/execute.ts'
import { defined } from '../defined.ts'
import type { StoredBot } from '../ports/bots.ts'
import { type InboundMessage, isSignal } from '../protocol/message.ts'
import type { InboundAnswer } from '../protocol/routes.ts'
import type { OutcomeOf, Receive } from '../session/commands.ts'
import { piecesOf } from '../session/pieces.ts'
import type { Address, Session } from '../session/session.ts'
import type { Warn } from '../tolerant.ts'
import { answerTo } from './answer.ts'
import { ask, GATED_TURN_MS, isAwaited, waitForTurn } from './ask.ts'
import { pendingHandbacks } from './handback.ts'
import { findInLog } from './log-search.ts'
import { reviewReports } from './reviews.ts'
import { warnOfOtherWords } from './same-words.ts'
import { signal } from './signal.ts'

/** Time after the bot's time limit in which its answer is committed. */
const COMMIT_MARGIN_MS = 1_000

/** A committed message of a user, with its bot's configuration at that time. */
export interface ReceivedMessage {
  readonly bot: StoredBot
  readonly session: Session
  readonly received: Taken
}

/**
 * Commits a user's message and its turn. Does not call the bot: the caller must do so if `received.call` says so.
 * Reports to `warn` each field that the message lost.
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
    ...defined({ text, payload }),
  }
  const { pieces, payloadDropped } = piecesOf(content)
  const leaseMs = config.mode === 'gate' ? GATED_TURN_MS : (config.connector?.timeoutMs ?? 0) + COMMIT_MARGIN_MS
  const { received, session, dropped } = await receive(app, address, {
    verb: 'receive',
    ...defined({ id }),
    messages: pieces,
    ...defined({ sentAt: at, user }),
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
 * Logs a user's message. Unless the conversation is paused, calls the bot (mode `ask`) and submits its replies to the
 * fence. Returns the committed result. A retry with the same id gets the same result. While the first request is under
 * way, the retry waits for it, and throws `turn.in_progress` if it takes too long. Does not wait for a bot that only
 * acknowledges the message. Reports to `warn` each field that the message lost.
 */
export async function converse(
  app: App,
  address: Address,
  message: InboundMessage,
  warn: Warn = () => {},
): Promise<InboundAnswer> {
  const { type, payload } = message
  if (isSignal(type)) {
    const { config } = await app.directory.bot(address.botId)
    return await signal(app, address, { type, ...defined({ payload }) }, config, warn)
  }

  const { bot, session, received } = await receiveMessage(app, address, message, warn)
  const { seq, turn, call } = received
  if (bot.config.mode === 'gate') {
    const isOpen = turn.status === 'open'
    const handbacks = isOpen ? await pendingHandbacks(app.store, session) : []
    const reports = isOpen ? await reviewReports(app.store, session, seq) : {}
    const answer = await answerTo(app, session, seq, turn)
    // A connector that knows nothing of supervision shows its bot's answer unless the conversation is paused.
    const paused = answer.paused || answer.supervised === true
    // A gated bot got its replies as the answer to its own request.
    return { ...answer, paused, replies: [], ...(handbacks.length > 0 && { handbacks }), ...reports }
  }
  const settled =
    call && turn.status === 'open' ? await ask(app, bot, session, { seq, ...turn }, message) : { session, turn }
  return isAwaited(settled.turn)
    ? await waitForTurn(app, address, seq)
    : await answerTo(app, settled.session, seq, settled.turn)
}

type Taken = Extract<OutcomeOf<'receive'>, { readonly status: 'received' }>

/**
 * Commits a user's message. First looks in the log for one that memory may have lost: a channel may retry for a day.
 */
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
