import type { OutboxItem } from '../../../lib/client/index.ts'
import type { Actor, Entry, MessageEntry, WithheldEntry } from '../../../lib/protocol/entry.ts'
import { type Facts, type Fate, factsOf, isAboutEarlier, isMissed, joinedFacts } from './facts.ts'

/** An event in the log that nobody said. */
export type MarkEntry = Exclude<Entry, MessageEntry | WithheldEntry | { kind: 'note' }>

/** One line of the log as it is shown. `key` is the same as long as the line is. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | {
      readonly kind: 'message'
      readonly key: string
      /** All of a text that the log has in pieces. */
      readonly entry: MessageEntry
      /** The first one of a turn says who speaks. */
      readonly isTurnStart: boolean
      readonly fate: Fate | undefined
    }
  | { readonly kind: 'note'; readonly key: string; readonly entry: Extract<Entry, { kind: 'note' }> }
  | {
      readonly kind: 'withheld'
      readonly key: string
      readonly entry: WithheldEntry
      /** The message that was stopped, where the draft stands in it. */
      readonly of: MessageEntry | undefined
    }
  | {
      readonly kind: 'mark'
      readonly key: string
      readonly entry: MarkEntry
      /** How long people had the conversation, where it goes back. */
      readonly lastedMs: number | undefined
    }
  /** A newer server writes entries that this console does not know. */
  | { readonly kind: 'unknown'; readonly key: string; readonly entry: { readonly seq: number; readonly kind: string } }
  | { readonly kind: 'outbox'; readonly key: string; readonly item: OutboxItem; readonly isTurnStart: boolean }

/** Words of one speaker within this time of their last ones belong to the same turn. */
const TURN_GAP_MS = 2 * 60_000

export interface RowsOptions {
  /** The whole log is there: the first row says which day it is. */
  readonly isWhole: boolean
  /**
   * The `seq`s that pages end with. A page begins with a turn, so that its rows keep their heights when the page before it comes.
   */
  readonly seams: ReadonlySet<number>
  /** The id of the agent who reads. */
  readonly me: string
}

/** Lays out the log's entries and the commands that it does not show yet. */
export function rowsOf(entries: readonly Entry[], outbox: readonly OutboxItem[], options: RowsOptions): readonly Row[] {
  return new RowsCache().rowsOf(entries, outbox, options)
}

/** Lays out a log as it grows: entries that come at its end, or a page in front, cost no more in a long log than in a short one. */
export class RowsCache {
  #entries: readonly Entry[] = []
  #layout: Layout | undefined

  rowsOf(entries: readonly Entry[], outbox: readonly OutboxItem[], options: RowsOptions): readonly Row[] {
    const layout = this.#extended(entries) ?? this.#preceded(entries, options) ?? laidOut(entries, options)
    this.#entries = entries
    this.#layout = layout
    if (outbox.length === 0) return layout.rows
    const waiting = layout.copy()
    for (const item of outbox) waiting.wait(item)
    return waiting.rows
  }

  /** The rows of before with what came since, unless that changes earlier rows too. */
  #extended(entries: readonly Entry[]): Layout | undefined {
    const before = this.#entries
    if (this.#layout === undefined || entries === before) return this.#layout
    const isLonger = before.length > 0 && entries[0] === before[0] && entries[before.length - 1] === before.at(-1)
    const fresh = entries.slice(before.length)
    if (!isLonger || fresh.some(isAboutEarlier)) return undefined
    const layout = this.#layout.copy()
    for (const entry of fresh) layout.put(entry)
    return layout
  }

  /** The rows of before behind those of an earlier page, unless that changes later rows too. */
  #preceded(entries: readonly Entry[], options: RowsOptions): Layout | undefined {
    const [first] = this.#entries
    const added = entries.length - this.#entries.length
    if (this.#layout === undefined || first === undefined || added <= 0) return undefined
    const isLonger = entries[added] === first && entries.at(-1) === this.#entries.at(-1)
    // Elsewhere rows go on from one page into the next.
    if (!isLonger || !options.seams.has(first.seq - 1)) return undefined
    return this.#layout.behind(entries.slice(0, added), first, options)
  }
}

function laidOut(entries: readonly Entry[], options: RowsOptions): Layout {
  const layout = Layout.begin(entries, options)
  for (const entry of entries) layout.put(entry)
  return layout
}

class Layout {
  readonly rows: Row[]
  readonly #options: RowsOptions
  readonly #facts: Facts
  #day: number | undefined
  #last: Entry | undefined

  private constructor(rows: Row[], options: RowsOptions, facts: Facts) {
    this.rows = rows
    this.#options = options
    this.#facts = facts
  }

  static begin(entries: readonly Entry[], options: RowsOptions, facts = factsOf(entries)): Layout {
    const layout = new Layout([], options, facts)
    const [first] = entries
    if (!options.isWhole && first !== undefined) layout.#day = dayOf(first.at)
    return layout
  }

  /** The same rows, to go on with. */
  copy(): Layout {
    const layout = new Layout([...this.rows], this.#options, this.#facts)
    layout.#day = this.#day
    layout.#last = this.#last
    return layout
  }

  /** These rows behind those of the page before, whose entries end where `first` begins. Nothing where that page changes these rows. */
  behind(page: readonly Entry[], first: Entry, options: RowsOptions): Layout | undefined {
    if (page.some(entry => isMissed(entry, this.#facts))) return undefined
    const earlier = Layout.begin(page, options, joinedFacts(factsOf(page), this.#facts))
    for (const entry of page) earlier.put(entry)
    earlier.#dayOf(first)
    const layout = new Layout([...earlier.rows, ...this.rows], options, earlier.#facts)
    layout.#day = this.#day
    layout.#last = this.#last
    return layout
  }

  put(entry: Entry): void {
    const before = this.#options.seams.has(entry.seq - 1) ? undefined : this.#last
    this.#last = entry
    if (before !== undefined && this.#continues(entry)) return
    if (before?.kind === 'paused' && entry.kind === 'assigned' && isSame(before.by, entry.agent)) return
    this.#dayOf(entry)
    const key = `${entry.seq}`
    const { fates, messages, beginnings } = this.#facts
    switch (entry.kind) {
      case 'message':
        this.rows.push({ kind: 'message', key, entry, isTurnStart: !isTurn(before, entry), fate: fates.get(entry.seq) })
        break
      case 'note':
        this.rows.push({ kind: 'note', key, entry })
        break
      case 'withheld':
        this.rows.push({
          kind: 'withheld',
          key,
          entry,
          of: entry.of === undefined ? undefined : messages.get(entry.of),
        })
        break
      case 'paused':
      case 'resumed':
      case 'assigned':
      case 'transferred':
      case 'alerted':
      case 'undeliverable':
      case 'redelivery': {
        const began = entry.kind === 'resumed' ? beginnings.get(entry.episode) : undefined
        this.rows.push({
          kind: 'mark',
          key,
          entry,
          lastedMs: began === undefined ? undefined : Date.parse(entry.at) - Date.parse(began),
        })
        break
      }
      default:
        this.rows.push({ kind: 'unknown', key, entry: entry satisfies never })
    }
  }

  wait(item: OutboxItem): void {
    this.rows.push({ kind: 'outbox', key: item.id, item, isTurnStart: !this.#goesOn(item) })
  }

  /** Whether the words will stand in the same turn as those before: they keep their height when the log has them. */
  #goesOn({ command, at }: OutboxItem): boolean {
    const before = this.rows.at(-1)
    if (command.type !== 'message') return false
    if (before?.kind === 'outbox') return before.item.command.type === 'message'
    if (before?.kind !== 'message') return false
    const { by, at: saidAt } = before.entry
    return by.type === 'agent' && by.id === this.#options.me && at - Date.parse(saidAt) < TURN_GAP_MS
  }

  /** Puts the rest of a longer text behind its beginning. */
  #continues(entry: Entry): boolean {
    const row = this.rows.at(-1)
    if (entry.kind === 'message' && row?.kind === 'message' && entry.continues === row.entry.seq) {
      this.rows[this.rows.length - 1] = { ...row, entry: joined(row.entry, entry) }
      return true
    }
    if (entry.kind === 'withheld' && row?.kind === 'withheld' && entry.continues === row.entry.seq) {
      this.rows[this.rows.length - 1] = { ...row, entry: joined(row.entry, entry) }
      return true
    }
    return false
  }

  #dayOf({ seq, at }: Entry): void {
    const day = dayOf(at)
    if (day === this.#day) return
    this.#day = day
    this.rows.push({ kind: 'day', key: `day ${seq}`, at })
  }
}

function joined<Kind extends MessageEntry | WithheldEntry>(first: Kind, next: { readonly text?: string }): Kind {
  return { ...first, text: `${first.text ?? ''}${next.text ?? ''}` }
}

function isTurn(before: Entry | undefined, entry: MessageEntry): boolean {
  if (before?.kind !== 'message' || !isSame(before.by, entry.by)) return false
  return dayOf(before.at) === dayOf(entry.at) && Date.parse(entry.at) - Date.parse(before.at) < TURN_GAP_MS
}

const isSame = (a: Actor, b: Actor) => a.type === b.type && a.id === b.id && a.name === b.name

let [dayBegins, dayEnds] = [0, 0]

/** When the day of a time begins, in the agent's own time zone. Most entries are of the same day as the one before. */
function dayOf(at: string): number {
  const time = Date.parse(at)
  if (time < dayBegins || time >= dayEnds) {
    const day = new Date(time)
    dayBegins = day.setHours(0, 0, 0, 0)
    dayEnds = day.setDate(day.getDate() + 1)
  }
  return dayBegins
}
