import type { ControlView, Conversation, HandoffView, SayAnswer } from '../protocol/conversation.ts'
import type { Entry, MessageEntry } from '../protocol/entry.ts'
import type { HitlMessage, HitlSession } from '../protocol/hitl.ts'
import type { SessionId } from '../protocol/ids.ts'
import type { Policy } from './policy.ts'
import { type Address, type Episode, episodeId, type Instant, type Session } from './session.ts'
import { tick } from './tick.ts'
import { isoTime } from './time.ts'

/** The session as it is at `now`, with what is overdue carried out: a read never shows a state that time has ended. */
export function asOf(session: Session, now: Instant, policy: Policy): Session {
  return tick(session, now, policy).session
}

export function isPaused({ control }: Pick<Session, 'control'>): boolean {
  return control.holder === 'human'
}

/** Says who holds the conversation, for an agent who has just spoken in it. */
export function holderOf({ control }: Session): Pick<SayAnswer, 'holder' | 'agent'> {
  if (control.holder === 'bot') return { holder: 'bot' }
  const { handoff } = control
  return { holder: 'human', ...(handoff.status === 'assigned' && { agent: handoff.agent }) }
}

export function sessionRef({ id, channel, userId, threadId }: Session) {
  return { id, channel, userId, ...(threadId !== undefined && { threadId }) }
}

export function conversationView(session: Session): Conversation {
  const { id, botId, channel, userId, threadId, revision, epoch, user, preview, lastHeardAt } = session
  const { attributesHash: _hash, email: _searched, ...profile } = user
  return {
    id,
    botId,
    channel,
    userId,
    ...(threadId !== undefined && { threadId }),
    revision,
    epoch,
    control: controlView(session),
    createdAt: isoTime(session.createdAt),
    lastEventAt: isoTime(session.lastEventAt),
    ...(lastHeardAt !== undefined && { lastHeardAt: isoTime(lastHeardAt) }),
    ...(preview && { preview: { ...preview, at: isoTime(preview.at) } }),
    user: { id: userId, ...profile },
  }
}

function controlView(session: Session): ControlView {
  const { control } = session
  if (control.holder === 'bot') return { holder: 'bot' }
  const { since, trigger, reason, by, handoff } = control
  return {
    holder: 'human',
    since: isoTime(since),
    trigger,
    ...(reason !== undefined && { reason }),
    by,
    episodeId: episodeId(session, session.episodes),
    handoff:
      handoff.status === 'pending'
        ? {
            status: 'pending',
            priority: handoff.priority,
            since: isoTime(handoff.since),
            alerts: handoff.alerts,
            deadline: isoTime(handoff.deadline),
          }
        : {
            status: 'assigned',
            priority: handoff.priority,
            agent: handoff.agent,
            assignedAt: isoTime(handoff.assignedAt),
            deadline: isoTime(handoff.deadline),
          },
  }
}

export function handoffView(episode: Episode & { readonly session: SessionId } & Address): HandoffView {
  const { ended, agent, assignedAt, reason } = episode
  return {
    id: episodeId({ id: episode.session }, episode.number),
    conversation: episode.session,
    botId: episode.botId,
    channel: episode.channel,
    userId: episode.userId,
    status: ended ? 'ended' : agent ? 'assigned' : 'pending',
    trigger: episode.trigger,
    ...(reason !== undefined && { reason }),
    priority: episode.priority,
    by: episode.by,
    ...(agent && { agent }),
    startedAt: isoTime(episode.startedAt),
    ...(assignedAt !== undefined && { assignedAt: isoTime(assignedAt) }),
    ...(ended && {
      endedAt: isoTime(ended.at),
      outcome: ended.outcome,
      ...(ended.comment !== undefined && { comment: ended.comment }),
    }),
  }
}

/** A message as clients of Botpress' module know it. */
export function hitlMessage(session: SessionId, message: MessageEntry): HitlMessage {
  const { seq, at, by, direction, type, text, payload } = message
  // A payload's own `text` would be shown instead of the words that search, alerts and previews know.
  const { text: _other, ...fields } = payload ?? {}
  return {
    id: seq,
    session_id: session,
    type,
    source: by.type,
    text: text ?? null,
    raw_message: { ...fields, type, ...(text !== undefined && { text }) },
    direction,
    ts: at,
  }
}

/**
 * A conversation as clients of Botpress' module know it. `attributes` are read apart; frames that do without them have only
 * what the session itself knows.
 */
export function hitlSession(session: Session, attributes: Readonly<Record<string, unknown>>): HitlSession {
  const { id, botId, channel, userId, threadId, control, preview, user } = session
  const { fullName, language } = user
  return {
    id,
    botId,
    channel,
    userId,
    threadId: threadId ?? null,
    lastEventOn: isoTime(session.lastEventAt),
    lastHeardOn: isoTime(session.lastHeardAt ?? session.createdAt),
    isPaused: isPaused(session),
    pausedBy: control.holder === 'human' ? control.trigger : null,
    lastMessage: preview
      ? {
          id: preview.seq,
          session_id: id,
          type: 'text',
          source: preview.from,
          text: preview.text,
          raw_message: { type: 'text', text: preview.text },
          direction: preview.from === 'user' ? 'in' : 'out',
          ts: isoTime(preview.at),
        }
      : null,
    user: {
      id: userId,
      fullName: fullName ?? userId,
      avatarUrl: user.avatarUrl ?? null,
      attributes: {
        ...(fullName !== undefined && { full_name: fullName }),
        ...(language !== undefined && { language }),
        ...attributes,
      },
    },
  }
}

/** The messages among entries: what was said, without who held the conversation meanwhile. */
export function messagesOf(entries: readonly Entry[]): MessageEntry[] {
  return entries.filter((entry): entry is MessageEntry => entry.kind === 'message')
}
