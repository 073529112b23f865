import { defined } from '../defined.ts'
import type { Entry, MessageEntry, NoteEntry } from '../protocol/entry.ts'
import type { HitlnextComment, HitlnextEvent, HitlnextHandoff, HitlnextStatus } from '../protocol/hitlnext.ts'
import { oneLine } from '../protocol/line.ts'
import { type Episode, episodeId, type Session } from '../session/session.ts'
import { isoTime } from '../session/time.ts'
import { hitlMessage } from './hitl.ts'

const PREVIEW_CHARS = 100

type Attributes = Readonly<Record<string, unknown>>

/**
 * An episode in the shape of Botpress' `hitlnext`. `log`: the newest entries of its conversation, which give its comments
 * and the user's last message.
 */
export function hitlnextHandoff(
  session: Session,
  episode: Episode,
  { log, attributes }: { readonly log: readonly Entry[]; readonly attributes: Attributes },
): HitlnextHandoff {
  const { id, botId, channel, userId, user } = session
  const { startedAt, assignedAt, agent, ended } = episode
  const status = statusOf(episode)
  const heard = log.findLast(entry => entry.kind === 'message' && entry.by.type === 'user') as MessageEntry | undefined
  return {
    id: episodeId(session, episode.number),
    botId,
    agentId: agent?.id ?? null,
    userId,
    userChannel: channel,
    userThreadId: id,
    agentThreadId: null,
    status,
    tags: [...((ended ? ended.tags : session.tags) ?? [])],
    assignedAt: assignedAt === undefined ? null : isoTime(assignedAt),
    resolvedAt: ended && status !== 'expired' ? isoTime(ended.at) : null,
    createdAt: isoTime(startedAt),
    updatedAt: isoTime(ended?.at ?? assignedAt ?? startedAt),
    comments: hitlnextComments(session, episode.number, log),
    user: {
      id: userId,
      attributes: { ...defined({ fullName: user.fullName, language: user.language }), ...attributes },
    },
    userConversation: heard ? shortened(hitlnextEvent(session, heard)) : {},
  }
}

/** Keeps one line of a message: a list has many. */
function shortened(whole: HitlnextEvent): HitlnextEvent {
  const { payload: _payload, preview, ...event } = whole.event
  return { ...whole, event: { ...event, ...(preview !== undefined && { preview: oneLine(preview, PREVIEW_CHARS) }) } }
}

/** Ends that the module does not know count as resolved: the conversation is back with the bot. */
function statusOf({ ended, agent }: Episode): HitlnextStatus {
  if (!ended) return agent ? 'assigned' : 'pending'
  switch (ended.outcome) {
    case 'resolved':
    case 'returned':
    case 'cancelled':
    case 'idle':
      return 'resolved'
    case 'rejected':
    case 'expired':
      return ended.outcome
    default:
      return ended.outcome satisfies never
  }
}

/** The agents' notes since the beginning of an episode and before the next one, oldest first. */
export function hitlnextComments(session: Session, number: number, log: readonly Entry[]): HitlnextComment[] {
  let episode = session.episodes
  const comments: HitlnextComment[] = []
  // Go back from the newest entry: the beginning of the log may be missing.
  for (const entry of log.toReversed()) {
    if (entry.kind === 'paused') episode = entry.episode - 1
    else if (entry.kind === 'note' && episode === number && entry.by.type === 'agent')
      comments.unshift(hitlnextComment(session, number, entry))
  }
  return comments
}

export function hitlnextComment(session: Session, number: number, { seq, at, by, text }: NoteEntry): HitlnextComment {
  return {
    id: numberText(seq),
    agentId: by.id ?? '',
    handoffId: episodeId(session, number),
    threadId: session.id,
    content: text,
    createdAt: at,
    updatedAt: at,
  }
}

export function hitlnextEvent({ id, botId, channel, userId }: Session, message: MessageEntry): HitlnextEvent {
  const { seq, at, text } = message
  const direction = message.direction === 'in' ? 'incoming' : 'outgoing'
  return {
    id: numberText(seq),
    type: message.type,
    direction,
    botId,
    channel,
    target: userId,
    threadId: id,
    success: true,
    createdOn: at,
    event: {
      type: message.type,
      direction,
      ...defined({ preview: text }),
      payload: hitlMessage(id, message).raw_message,
    },
  }
}

/** Clients of the module sort ids as texts. */
function numberText(seq: number): string {
  return String(seq).padStart(10, '0')
}
