import type { App } from '../app.ts'
import { execute } from '../conversations/execute.ts'
import { loadOrNew, type Target } from '../conversations/load.ts'
import { defined } from '../defined.ts'
import type { BotAnswer, PostReplies } from '../protocol/bot.ts'
import type { BotConfig } from '../protocol/config.ts'
import { InterludeError } from '../protocol/problem.ts'
import type { InboundAnswer } from '../protocol/routes.ts'
import type { Replied } from '../session/commands.ts'
import { piecesOfAll } from '../session/pieces.ts'
import { turnOf } from '../session/recent.ts'
import type { Session, Turn } from '../session/session.ts'
import { answerTo } from './answer.ts'
import { lookAgainMs, MAX_WAIT_MS } from './waiting.ts'

export interface ReplyInput {
  readonly id?: string
  readonly by?: string
  readonly answer: BotAnswer
  readonly of?: number
  readonly epoch: number
  readonly handbacksUpTo?: number
  /** Time until which a serial bot's reply waits for older turns, in ms. */
  readonly until: number
}

/**
 * Submits a gated bot's replies, or messages that a bot sends on its own. Throws `reply.withheld` if people hold the
 * conversation, and `reply.under_review` if they wait for a person's approval.
 */
export async function postReplies(
  app: App,
  target: Target,
  keyId: string,
  posted: PostReplies,
): Promise<InboundAnswer> {
  const { config } = await app.directory.bot(target.botId)
  const { session: before } = await loadOrNew(app, target)
  if (before.revision === 0) throw new InterludeError('session.not_found', 'this bot has no such conversation')
  const { replied, session } = await reply(app, { id: before.id, botId: before.botId }, config, {
    answer: { replies: posted.replies, ...defined({ handoff: posted.handoff }) },
    epoch: posted.epoch,
    by: keyId,
    ...(posted.inReplyTo !== undefined && {
      of: posted.inReplyTo,
      handbacksUpTo: knownWith(before, posted.inReplyTo),
    }),
    ...defined({ id: posted.id }),
    until: app.clock.now() + MAX_WAIT_MS,
  })
  if (replied.status === 'waiting') {
    throw new InterludeError('turn.in_progress', 'older messages still wait for an answer', { retryAfterSeconds: 1 })
  }
  const turn = turnAfter(replied, posted.handoff !== undefined)
  if (turn?.status === 'review') {
    throw new InterludeError('reply.under_review', 'the bot is supervised: the user has got none of these replies yet')
  }
  if (turn?.status !== 'answered') {
    throw new InterludeError(
      'reply.withheld',
      'the bot does not hold the conversation; the user got none of these replies',
    )
  }
  return await answerTo(app, session, posted.inReplyTo ?? turn.from, turn)
}

/** Returns the newest episode that the bot knew of when it got the message that it answers. */
function knownWith(session: Session, of: number): number {
  const turn = turnOf(session, of)
  return (turn?.status === 'open' ? turn.handbacksUpTo : undefined) ?? session.handedBackUpTo
}

/**
 * Submits the bot's replies to the fence, long texts in several pieces. Throws `message.too_large` if nothing fits the
 * log. Reads from the store whether the whole bot is paused: the cache could let a reply through.
 */
export async function reply(
  app: App,
  target: Target,
  config: BotConfig,
  { answer, by, until, ...given }: ReplyInput,
): Promise<{ replied: Replied; session: Session }> {
  const { pieces, payloadsDropped, contentsDropped } = piecesOfAll(answer.replies)
  if (payloadsDropped + contentsDropped > 0) {
    app.log.warn("the bot's payload is too large and was dropped", {
      ...('id' in target && { session: target.id }),
      payloadsDropped,
      contentsDropped,
    })
  }
  for (let tries = 0; ; tries++) {
    const { outcome, session } = await execute(app, target, {
      verb: 'reply',
      ...given,
      ...answer,
      replies: pieces,
      by: { type: 'bot', ...defined({ id: by }) },
      serial: config.turns === 'serial',
      botPaused: (await app.directory.freshBot(target.botId)).config.paused,
    })
    const wait = lookAgainMs(tries)
    if (outcome.status !== 'waiting' || app.clock.now() + wait > until) return { replied: outcome, session }
    await app.clock.sleep(wait)
  }
}

/** Returns the turn after a reply. Nothing while the reply waits. */
export function turnAfter(replied: Replied, handedOver: boolean): Turn | undefined {
  switch (replied.status) {
    case 'accepted':
      return { ...replied, status: 'answered', ...(handedOver && { handedOver }) }
    case 'proposed':
      return replied.turn
    case 'withheld':
      return { status: 'draft' }
    case 'closed':
      return replied.turn
    case 'waiting':
      return undefined
    default:
      return replied satisfies never
  }
}
