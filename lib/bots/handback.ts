import { defined } from '../defined.ts'
import type { SessionStore } from '../ports/sessions.ts'
import type { Handback, HandbackTurn } from '../protocol/bot.ts'
import { causeOf } from '../protocol/cause.ts'
import type { Entry, MessageEntry } from '../protocol/entry.ts'
import { MAX_PACKETS } from '../session/handbacks.ts'
import { type Episode, endedEpisodes, episodeId, isPaused, type Session } from '../session/session.ts'
import { isoTime } from '../session/time.ts'
import { sessionRef } from '../webhooks/session-ref.ts'
import { wholeMessage } from './whole-message.ts'

/** Most turns of a handback. The bot reads the rest of a longer episode from the log. */
const MAX_TURNS = 200
/** Most pages at the end of an episode in which the last message of an agent is searched. */
const MAX_LOOKS_BACK = 5

/** Makes the handbacks of the ended episodes that the bot has not acknowledged. */
export async function pendingHandbacks(store: SessionStore, session: Session): Promise<Handback[]> {
  if (session.handedBackUpTo >= endedEpisodes(session)) return []
  const episodes = await store.episodes(session.id, { after: session.handedBackUpTo, limit: MAX_PACKETS })
  const packets = await Promise.all(episodes.map(episode => packet(store, session, episode)))
  return packets.filter(packet => packet !== undefined)
}

/** Returns the number of the newest episode in the handbacks, or of the last one acknowledged. */
export function newestEpisode(session: Session, packets: readonly Handback[]): number {
  return session.handedBackUpTo + packets.length
}

async function packet(store: SessionStore, session: Session, episode: Episode): Promise<Handback | undefined> {
  const { ended, startedSeq } = episode
  if (!ended) return undefined
  const log = await store.entries(session.id, { after: startedSeq - 1, upTo: ended.seq, limit: MAX_TURNS })
  const before = await heldMessages(store, session, log[0])
  const turns = log.filter(isMessage)
  const upTo = log.at(-1)?.seq ?? startedSeq
  const answeredUpTo = await lastAgentMessage(store, session, turns, { after: upTo, upTo: ended.seq })
  return {
    type: 'handback',
    session: sessionRef(session),
    episodeId: episodeId(session, episode.number),
    epoch: session.epoch,
    ...causeOf(episode),
    outcome: ended.outcome,
    ...defined({ agent: episode.agent, comment: ended.comment }),
    ...(ended.tags && { tags: [...ended.tags] }),
    ...(ended.carryOn && isNewest(session, episode) && { carryOn: true }),
    startedAt: isoTime(episode.startedAt),
    endedAt: isoTime(ended.at),
    turns: turns.map(asTurn),
    missed: missed([...before, ...turns], answeredUpTo),
    ...(upTo < ended.seq && { next: upTo }),
    end: true,
  }
}

/** Says whether nothing came after an episode: an older one's request to carry on is out of date. */
function isNewest(session: Session, { number }: Episode): boolean {
  return number === endedEpisodes(session) && !isPaused(session)
}

/** Reads the messages of the turns that were open when the bot lost the conversation. */
async function heldMessages(store: SessionStore, session: Session, paused: Entry | undefined): Promise<MessageEntry[]> {
  const seqs = paused?.kind === 'paused' ? (paused.held ?? []) : []
  return (await Promise.all(seqs.map(seq => wholeMessage(store, session, seq)))).flat()
}

/**
 * Returns the `seq` of the last message of an agent in the episode, also after the turns of the handback. 0 if there is
 * none.
 */
async function lastAgentMessage(
  store: SessionStore,
  session: Session,
  turns: readonly MessageEntry[],
  rest: { readonly after: number; readonly upTo: number },
): Promise<number> {
  let before = rest.upTo + 1
  for (let pages = 0; pages < MAX_LOOKS_BACK && before > rest.after + 1; pages++) {
    const page = await store.entries(session.id, { before, limit: Math.min(MAX_TURNS, before - rest.after - 1) })
    const found = page.filter(isMessage).findLast(isByAgent)
    if (found) return found.seq
    before = page[0]?.seq ?? 0
  }
  return turns.findLast(isByAgent)?.seq ?? 0
}

/** Returns the user's messages without commands, and marks those after which no agent said anything. */
function missed(messages: readonly MessageEntry[], answeredUpTo: number): Handback['missed'] {
  return messages
    .filter(({ by, command }) => by.type === 'user' && command === undefined)
    .map(({ seq, text, continues }) => ({
      seq,
      ...defined({ text, continues }),
      unanswered: seq > answeredUpTo,
    }))
}

function isByAgent({ by }: MessageEntry): boolean {
  return by.type === 'agent'
}

function asTurn({ seq, at, by, type, text, payload, continues }: MessageEntry): HandbackTurn {
  return {
    seq,
    at,
    from: by.type,
    type,
    ...defined({ text, payload, continues }),
  }
}

function isMessage(entry: Entry): entry is MessageEntry {
  return entry.kind === 'message'
}
