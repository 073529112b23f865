import { defined } from '../../lib/defined.ts'
import { causeOf, ratingOf } from '../../lib/protocol/cause.ts'
import type { HandoffView } from '../../lib/protocol/conversation.ts'
import type { SessionId } from '../../lib/protocol/ids.ts'
import type { Rating } from '../../lib/protocol/rating.ts'
import { type Address, type Episode, episodeId } from '../../lib/session/session.ts'
import { isoTime } from '../../lib/session/time.ts'

export function handoffView(episode: Episode & { readonly session: SessionId } & Address): HandoffView {
  const { ended, agent, assignedAt, rating } = episode
  return {
    id: episodeId({ id: episode.session }, episode.number),
    conversation: episode.session,
    botId: episode.botId,
    channel: episode.channel,
    userId: episode.userId,
    status: ended ? 'ended' : agent ? 'assigned' : 'pending',
    ...causeOf(episode),
    priority: episode.priority,
    by: episode.by,
    ...defined({ agent }),
    startedAt: isoTime(episode.startedAt),
    ...(assignedAt !== undefined && { assignedAt: isoTime(assignedAt) }),
    ...(ended && {
      endedAt: isoTime(ended.at),
      outcome: ended.outcome,
      ...defined({ comment: ended.comment }),
      ...(ended.tags && { tags: [...ended.tags] }),
    }),
    ...(rating && { rating: ratingView(rating) }),
  }
}

export function ratingView(rating: NonNullable<Episode['rating']>): Rating {
  return { ...ratingOf(rating), at: isoTime(rating.at) }
}
