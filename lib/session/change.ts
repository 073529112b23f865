import type { Entry, MessageEntry } from '../protocol/entry.ts'
import { leaves } from './leaving.ts'
import type { Moment } from './policy.ts'
import type { Episode, Instant, Session } from './session.ts'
import { isoTime } from './time.ts'

/** What a command changes, before anything is written. `session === ` the one that was read where nothing changes. */
export interface Change<Outcome> {
  readonly session: Session
  readonly entries: readonly Entry[]
  /** Records of episodes that began, were assigned, went back to everybody or ended: each the whole record. */
  readonly episodes: readonly Episode[]
  /** All of the user's attributes, where they changed. */
  readonly attributes?: Readonly<Record<string, unknown>>
  /** Names of attributes that were told and had no room. */
  readonly dropped?: readonly string[]
  readonly outcome: Outcome
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** An entry before it has its place in the log. */
export type NewEntry = DistributiveOmit<Entry, 'seq' | 'at' | 'epoch'>

type Patch = Partial<Omit<Session, 'id' | 'revision' | 'tail'>>

/** Nothing happens; the answer is `outcome`. */
export function unchanged<Outcome>(session: Session, outcome: Outcome): Change<Outcome> {
  return { session, entries: [], episodes: [], outcome }
}

/**
 * Patches the session and appends entries: numbered without a gap, all with the epoch that holds after the change
 * (so that what a bot says as it hands over belongs to the handover, and still leaves).
 */
export function change<Outcome>(
  session: Session,
  { now }: Moment,
  what: { patch?: Patch; entries?: readonly NewEntry[]; episodes?: readonly Episode[] },
  outcome: Outcome,
): Change<Outcome> {
  const patched = { ...session, ...what.patch }
  const entries = (what.entries ?? []).map((entry, index) => ({
    ...entry,
    seq: session.revision + 1 + index,
    at: isoTime(now),
    epoch: patched.epoch,
  })) as Entry[]
  return { session: withEntries(patched, entries, now), entries, episodes: what.episodes ?? [], outcome }
}

/** One change after another, as one. */
export function followedBy<Outcome>(first: Change<unknown>, second: Change<Outcome>): Change<Outcome> {
  return {
    ...second,
    entries: [...first.entries, ...second.entries],
    episodes: [...first.episodes, ...second.episodes],
  }
}

const PREVIEW_CHARS = 100

/** What follows from the entries alone: how far the log goes, who was heard last, what is to be sent. */
function withEntries(session: Session, entries: readonly Entry[], now: Instant): Session {
  if (entries.length === 0) return session
  const messages = entries.filter((entry): entry is MessageEntry => entry.kind === 'message')
  // A long message is shown by its first words.
  const newest = messages.findLast(({ continues }) => continues === undefined)
  const outgoing = entries.findLast(leaves)
  return {
    ...session,
    revision: session.revision + entries.length,
    lastEventAt: now,
    ...(messages.some(message => message.by.type === 'user') && { lastHeardAt: now }),
    ...(newest && { preview: { seq: newest.seq, from: newest.by.type, text: previewOf(newest), at: now } }),
    ...(outgoing && { outgoing: { seq: outgoing.seq, at: waitingSince(session) ?? now } }),
  }
}

/** Since when something waits for the channel's webhook: later messages must not put off the look after it. */
function waitingSince({ outgoing, handed }: Session): Instant | undefined {
  return outgoing && outgoing.seq > handed ? outgoing.at : undefined
}

function previewOf({ type, text }: MessageEntry): string {
  const line = (text ?? `(${type})`).replace(/\s+/g, ' ').trim()
  // Cut between characters: half of an emoji is none.
  return line.length > PREVIEW_CHARS ? `${line.slice(0, PREVIEW_CHARS - 1).replace(/[\ud800-\udbff]$/, '')}…` : line
}
