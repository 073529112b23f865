import { defined } from '../defined.ts'
import type { MessageEntry } from '../protocol/entry.ts'
import type { HitlMessage, HitlSession } from '../protocol/hitl.ts'
import type { SessionId } from '../protocol/ids.ts'
import { isPaused, type Session } from '../session/session.ts'
import { isoTime } from '../session/time.ts'

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
    raw_message: { ...fields, type, ...defined({ text }) },
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
        ...defined({ full_name: fullName, language }),
        ...attributes,
      },
    },
  }
}
