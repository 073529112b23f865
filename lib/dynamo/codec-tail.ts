import type { Actor } from '../protocol/entry.ts'
import type { Session, TailEntry } from '../session/session.ts'

type Preview = NonNullable<Session['preview']>
type Known = Pick<Session, 'revision' | 'epoch' | 'lastEventAt' | 'control'>

/** Placeholder for the assigned agent, whose name and id `control` already has. */
const THE_AGENT = 1

/**
 * An entry of the newest commit without the fields that follow from the session: the tail ends at `revision`, its time
 * is `lastEventAt`, its epoch is `epoch`, and its actor is usually the assigned agent.
 */
export type PackedEntry = Omit<TailEntry, 'seq' | 'at' | 'epoch'> &
  Partial<Pick<TailEntry, 'seq' | 'at' | 'epoch'>> & {
    readonly by?: Actor | typeof THE_AGENT
    readonly agent?: Actor | typeof THE_AGENT
  }

export function encodeTail(session: Session): readonly PackedEntry[] {
  const theAgent = agentOf(session)
  const packed = (actor: Actor) => (theAgent && isSame(actor, theAgent) ? THE_AGENT : actor)
  return session.tail.map((entry, index) => {
    const usual = usualPlace(session, index, session.tail.length)
    const { seq, at, epoch, ...rest } = entry
    return {
      ...rest,
      ...('by' in rest && { by: packed(rest.by) }),
      ...('agent' in rest && { agent: packed(rest.agent) }),
      ...(seq !== usual.seq && { seq }),
      ...(at !== usual.at && { at }),
      ...(epoch !== usual.epoch && { epoch }),
    }
  })
}

/** Throws `TypeError` if an entry refers to the assigned agent and there is none. */
export function decodeTail(packed: readonly PackedEntry[], known: Known): readonly TailEntry[] {
  const actorOf = (actor: Actor | typeof THE_AGENT): Actor => {
    const read = actor === THE_AGENT ? agentOf(known) : actor
    if (!read) throw new TypeError('an entry refers to the assigned agent, but no agent is assigned')
    return read
  }
  return packed.map((entry, index) => {
    const { by, agent } = entry
    return {
      ...usualPlace(known, index, packed.length),
      ...entry,
      ...(by !== undefined && { by: actorOf(by) }),
      ...(agent !== undefined && { agent: actorOf(agent) }),
    } as TailEntry
  })
}

function agentOf({ control }: Known): Actor | undefined {
  return control.holder === 'human' && control.handoff.status === 'assigned' ? control.handoff.agent : undefined
}

function isSame(one: Actor, two: Actor): boolean {
  return one.type === two.type && one.id === two.id && one.name === two.name
}

function usualPlace({ revision, epoch, lastEventAt }: Omit<Known, 'control'>, index: number, length: number) {
  return { seq: revision - length + 1 + index, at: new Date(lastEventAt).toISOString(), epoch }
}

/**
 * Packs the preview as the `seq` of the tail's entry that it shows, or as JSON if the tail does not have that entry.
 */
export function encodePreview(preview: Preview, { tail }: Pick<Session, 'tail'>): number | string {
  const { seq, from, text, at } = preview
  const shown = previewIn(tail, seq)
  const follows = shown?.text === text && shown.from === from && shown.at === at
  return follows ? seq : JSON.stringify([seq, from, text, at])
}

/** Throws `TypeError` if it refers to an entry that the tail does not have. */
export function decodePreview(packed: unknown, tail: readonly TailEntry[]): Preview | undefined {
  if (packed === undefined) return undefined
  if (typeof packed === 'string') {
    const [seq, from, text, at] = JSON.parse(packed) as [number, Preview['from'], string, number]
    return { seq, from, text, at }
  }
  const preview = previewIn(tail, packed)
  if (!preview) throw new TypeError('the preview refers to an entry that the tail does not have')
  return preview
}

const PREVIEW_CHARS = 100

/**
 * The preview of a message in the tail. Stored items depend on this function, so do not change it when the domain's
 * previews change: a preview that differs is stored as JSON.
 */
function previewIn(tail: readonly TailEntry[], seq: unknown): Preview | undefined {
  const entry = tail.find(each => each.seq === seq)
  if (entry?.kind !== 'message' || entry.text === undefined) return undefined
  const line = entry.text.replace(/\s+/g, ' ').trim()
  const text = line.length > PREVIEW_CHARS ? `${line.slice(0, PREVIEW_CHARS - 1)}…` : line
  return { seq: entry.seq, from: entry.by.type, text, at: Date.parse(entry.at) }
}
