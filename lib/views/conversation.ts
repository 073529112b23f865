import { defined } from '../defined.ts'
import { causeOf } from '../protocol/cause.ts'
import type { ControlView, Conversation } from '../protocol/conversation.ts'
import { questionOf, waitingReviews } from '../session/reviews.ts'
import { episodeId, type Session } from '../session/session.ts'
import { isoTime } from '../session/time.ts'

export function conversationView(session: Session): Conversation {
  const { id, botId, channel, userId, threadId, revision, epoch, user, preview, lastHeardAt, tags } = session
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
    ...(tags && { tags: [...tags] }),
  }
}

function controlView(session: Session): ControlView {
  const { control } = session
  if (control.holder === 'bot') return { holder: 'bot' }
  if (control.holder === 'supervised') {
    return {
      holder: 'supervised',
      since: isoTime(control.since),
      ...causeOf(control),
      by: control.by,
      reviews: waitingReviews(session).map(review => ({
        ...defined({ of: questionOf(review) }),
        from: review.turn.from,
        upTo: review.turn.upTo,
        since: isoTime(review.turn.since),
        until: isoTime(review.turn.until),
      })),
    }
  }
  const { since, by, queue, handoff } = control
  return {
    holder: 'human',
    since: isoTime(since),
    ...causeOf(control),
    by,
    episodeId: episodeId(session, session.episodes),
    ...defined({ queue }),
    handoff:
      handoff.status === 'pending'
        ? {
            status: 'pending',
            priority: handoff.priority,
            since: isoTime(handoff.since),
            alerts: handoff.alerts,
            deadline: isoTime(handoff.deadline),
            ...defined({ acknowledgedBy: handoff.acknowledgedBy }),
          }
        : {
            status: 'assigned',
            priority: handoff.priority,
            agent: handoff.agent,
            assignedAt: isoTime(handoff.assignedAt),
            deadline: isoTime(handoff.deadline),
            ...defined({ snoozedUntil: handoff.snoozedUntil }),
          },
  }
}
