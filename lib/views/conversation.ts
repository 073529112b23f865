import { defined } from '../defined.ts'
import { causeOf } from '../protocol/cause.ts'
import type { ControlView, Conversation } from '../protocol/conversation.ts'
import { episodeId, type Session } from '../session/session.ts'
import { isoTime } from '../session/time.ts'

export function conversationView(session: Session): Conversation {
  const { id, botId, channel, userId, threadId, revision, epoch, user, preview, lastHeardAt } = session
  const { attributesHash: _hash, email: _searched, ...profile } = user
  return {
    id,
    botId,
    channel,
    userId,
    ...defined({ threadId }),
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
  const { since, by, handoff } = control
  return {
    holder: 'human',
    since: isoTime(since),
    ...causeOf(control),
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
