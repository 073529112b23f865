import { defined } from '../defined.ts'
import type { MessageEntry } from '../protocol/entry.ts'
import type { HitlMessage, HitlSession } from '../protocol/hitl.ts'
import type { SessionId } from '../protocol/ids.ts'
import { isAttended } from '../session/holder.ts'
import type { Session } from '../session/session.ts'
import { isoTime } from '../session/time.ts'

/** A message in the shape of Botpress' HITL module. */
export function hitlMessage(session: SessionId, message: MessageEntry): HitlMessage {
  const { seq, at, by, direction, type, text, payload } = message
  // Drop the payload's own `text`: clients would show it instead of the text that search, alerts and previews use.
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
 * A conversation in the shape of Botpress' HITL module. `attributes` are read separately; frames without them have only
 * the name and the language of the session.
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
    // A connector asks this before its bot answers the user directly, which a supervised bot must not.
    isPaused: isAttended(session),
    pausedBy: control.holder === 'bot' ? null : control.trigger,
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
