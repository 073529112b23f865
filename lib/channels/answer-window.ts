import { defined } from '../defined.ts'
import { type ChannelConfig, channelOf } from '../protocol/channels.ts'
import type { AnswerWindow } from '../protocol/conversation.ts'
import type { Instant, Session } from '../session/session.ts'
import { isoTime } from '../session/time.ts'
import { limitsOf } from './messenger/window.ts'

/** Until when the platform of a channel takes messages for a user. Missing: without a limit. */
export interface Limits {
  /** Any message. */
  readonly answersUntil?: Instant
  /** An agent's message. Its platform shows it as one that a person wrote. */
  readonly agentAnswersUntil?: Instant
}

/** Says until when a conversation can be answered, by the channel that the bot's configuration has for it. */
export function answerWindow(
  bot: Parameters<typeof channelOf>[0],
  session: Pick<Session, 'channel' | 'lastHeardAt'>,
): AnswerWindow {
  const config = channelOf(bot, session.channel)
  const { answersUntil, agentAnswersUntil } = config ? limitsFor(config, session) : {}
  const time = (at: Instant | undefined) => (at === undefined ? undefined : isoTime(at))
  return defined({ answersUntil: time(answersUntil), agentAnswersUntil: time(agentAnswersUntil) })
}

/** Says whether the platform of a channel still takes a message of this party for a user. */
export function isAnswerable(
  config: ChannelConfig,
  session: Pick<Session, 'lastHeardAt'>,
  by: 'agent' | 'bot',
  now: Instant,
): boolean {
  const { answersUntil, agentAnswersUntil = answersUntil } = limitsFor(config, session)
  const until = by === 'agent' ? agentAnswersUntil : answersUntil
  return until === undefined || now < until
}

function limitsFor(config: ChannelConfig, session: Pick<Session, 'lastHeardAt'>): Limits {
  switch (config.type) {
    case 'webhook':
    case 'telegram':
      return {}
    case 'messenger':
      return limitsOf(session)
    default:
      return config satisfies never
  }
}
