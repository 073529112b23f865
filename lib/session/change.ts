import type { Entry, MessageEntry } from '../protocol/entry.ts'
import { leaves } from './leaving.ts'
import type { Moment } from './policy.ts'
import type { Episode, Instant, Session } from './session.ts'
import { isoTime } from './time.ts'

/** The effect of a command, before it is written. `session` is the same object that was read if nothing changes. */
export interface Change<Outcome> {
  readonly session: Session
  readonly entries: readonly Entry[]
  /** The complete record of each episode that this change starts, assigns, returns to pending, or ends. */
  readonly episodes: readonly Episode[]
  /** All attributes of the user, if they changed. */
  readonly attributes?: Readonly<Record<string, unknown>>
  /** Names of the attributes that did not fit and were dropped. */
  readonly dropped?: readonly string[]
  readonly outcome: Outcome
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** An entry without its place in the log. */
export type NewEntry = DistributiveOmit<Entry, 'seq' | 'at' | 'epoch'>

type Patch = Partial<Omit<Session, 'id' | 'revision' | 'tail'>>

/** No change: returns the session as it is, and `outcome` as the answer. */
export function unchanged<Outcome>(session: Session, outcome: Outcome): Change<Outcome> {
  return { session, entries: [], episodes: [], outcome }
}

/**
 * Patches the session and appends entries. Numbers them without a gap, all with the epoch after the change, so that
 * what a bot says as it hands over has the new epoch and still passes the fence.
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

/** Joins two successive changes into one. */
export function followedBy<Outcome>(first: Change<unknown>, second: Change<Outcome>): Change<Outcome> {
  return {
    ...second,
    entries: [...first.entries, ...second.entries],
    episodes: [...first.episodes, ...second.episodes],
  }
}

const PREVIEW_CHARS = 100
/** White space other than a single space, so that most texts need no copy. */
const WIDE_SPACE = /\s{2,}|[^\S ]/g

/** Derives the fields that depend on the entries alone: `revision`, event times, preview, and `newestOutgoing`. */
function withEntries(session: Session, entries: readonly Entry[], now: Instant): Session {
  if (entries.length === 0) return session
  const messages = entries.filter((entry): entry is MessageEntry => entry.kind === 'message')
  // The preview shows a long message's first piece. What Interlude tells the user answers nothing that the user said.
  const newest = messages.findLast(({ continues, by }) => continues === undefined && by.type !== 'system')
  const outgoing = entries.findLast(leaves)
  return {
    ...session,
    revision: session.revision + entries.length,
    lastEventAt: now,
    ...(messages.some(message => message.by.type === 'user') && { lastHeardAt: now }),
    ...(newest && { preview: { seq: newest.seq, from: newest.by.type, text: previewOf(newest), at: now } }),
    ...(outgoing && { newestOutgoing: { seq: outgoing.seq, at: waitingSince(session) ?? now } }),
  }
}

/**
 * Returns when the oldest message without a claim was appended, so that later messages do not postpone its delivery
 * check.
 */
function waitingSince({ newestOutgoing, claimedUpTo }: Session): Instant | undefined {
  return newestOutgoing && newestOutgoing.seq > claimedUpTo ? newestOutgoing.at : undefined
}

function previewOf({ type, text }: MessageEntry): string {
  const line = (text ?? `(${type})`).replace(WIDE_SPACE, ' ').trim()
  // Drop half a surrogate pair at the cut.
  return line.length > PREVIEW_CHARS ? `${line.slice(0, PREVIEW_CHARS - 1).replace(/[\ud800-\udbff]$/, '')}…` : line
}
