import { replaceEqualDeep } from '@tanstack/react-query'
import type { OutboxItem } from '../../../lib/client/index.ts'
import type { Actor, Entry, MessageEntry, NoteEntry, NoteRemark, WithheldEntry } from '../../../lib/protocol/entry.ts'
import type { ProposedEntry, ReviewedEntry } from '../../../lib/protocol/review.ts'
import { dayOf } from './day.ts'
import { type Facts, type Fate, factsOf, joinedFacts, NO_FACTS } from './facts.ts'
import { approvedIn, type Decided } from './review/proposals.ts'

/** An entry that is not a message, a draft or an agent's note. */
export type MarkEntry =
  | Exclude<Entry, MessageEntry | WithheldEntry | NoteEntry | ProposedEntry | ReviewedEntry>
  | (NoteEntry & { readonly remark: NoteRemark })

/** A row of the log. Its `key` never changes. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | {
      readonly kind: 'message'
      readonly key: string
      /** The whole text, also if the log has it in pieces. */
      readonly entry: MessageEntry
      /** The first row of a turn names the speaker. */
      readonly isTurnStart: boolean
      readonly fate: Fate | undefined
    }
  | { readonly kind: 'note'; readonly key: string; readonly entry: NoteEntry }
  | {
      readonly kind: 'withheld'
      readonly key: string
      readonly entry: WithheldEntry
      /** The logged message whose delivery was stopped. It contains the draft's text. */
      readonly of: MessageEntry | undefined
    }
  | {
      readonly kind: 'proposed'
      readonly key: string
      readonly entry: ProposedEntry
      /** The first entry of the reply, which may have several messages. */
      readonly first: number
      readonly isFirst: boolean
      readonly isLast: boolean
      /** Missing while it waits for a decision. */
      readonly decided: Decided | undefined
      /** Whether this agent's approval is on its way. */
      readonly isSending: boolean
    }
  | {
      readonly kind: 'mark'
      readonly key: string
      readonly entry: MarkEntry
      /** The length of the episode in ms, if this entry ends it. */
      readonly lastedMs: number | undefined
      /** The message that a remark is about, if the log has it. */
      readonly of: MessageEntry | undefined
    }
  /** An entry of a newer server, of a kind that this console does not know. */
  | { readonly kind: 'unknown'; readonly key: string; readonly entry: { readonly seq: number; readonly kind: string } }
  | { readonly kind: 'outbox'; readonly key: string; readonly item: OutboxItem; readonly isTurnStart: boolean }

/** Longest pause (ms) between two messages of one turn. */
const TURN_GAP_MS = 2 * 60_000

export interface RowsOptions {
  /** True if the whole log is loaded. Then the first row is a day. */
  readonly isWhole: boolean
  /**
   * The `seq`s at which pages end. A page begins with a new turn, so that its rows keep their heights when the page
   * before it loads.
   */
  readonly seams: ReadonlySet<number>
  /** The id of this agent. */
  readonly me: string
}

/**
 * Lays out the entries of a moving stretch of the log, and the outbox. Reuses the object of an unchanged row, so that
 * React does not render it again.
 */
export class RowsCache {
  /** Facts of all entries so far, because one may refer to an entry that has left the stretch. */
  #facts: Facts = NO_FACTS
  #rows: ReadonlyMap<string, Row> = new Map()

  rowsOf(entries: readonly Entry[], outbox: readonly OutboxItem[], options: RowsOptions): readonly Row[] {
    this.#facts = joinedFacts(this.#facts, factsOf(entries))
    const layout = new Layout(entries, this.#facts, { ...options, approved: approvedIn(outbox) })
    for (const entry of entries) layout.put(entry)
    for (const item of outbox) layout.wait(item)
    const rows = layout.rows.map(row => replaceEqualDeep(this.#rows.get(row.key), row))
    this.#rows = new Map(rows.map(row => [row.key, row]))
    return rows
  }
}

interface LayoutOptions extends RowsOptions {
  /** The first entries of the replies whose approval is on its way. */
  readonly approved: ReadonlySet<number>
}

class Layout {
  readonly rows: Row[] = []
  readonly #options: LayoutOptions
  readonly #facts: Facts
  #day: number | undefined
  #last: Entry | undefined

  constructor([first]: readonly Entry[], facts: Facts, options: LayoutOptions) {
    this.#facts = facts
    this.#options = options
    if (!options.isWhole && first !== undefined) this.#day = dayOf(first.at)
  }

  put(entry: Entry): void {
    const before = this.#options.seams.has(entry.seq - 1) ? undefined : this.#last
    this.#last = entry
    if (before !== undefined && this.#continues(entry)) return
    if (before?.kind === 'paused' && entry.kind === 'assigned' && isSame(before.by, entry.agent)) return
    this.#dayOf(entry)
    const key = `${entry.seq}`
    const { fates, messages } = this.#facts
    switch (entry.kind) {
      case 'message':
        this.rows.push({ kind: 'message', key, entry, isTurnStart: !isTurn(before, entry), fate: fates.get(entry.seq) })
        break
      case 'note':
        if (isRemark(entry)) this.#mark(entry)
        else this.rows.push({ kind: 'note', key, entry })
        break
      case 'withheld':
        this.rows.push({
          kind: 'withheld',
          key,
          entry,
          of: entry.of === undefined ? undefined : messages.get(entry.of),
        })
        break
      case 'proposed':
        this.#propose(entry)
        break
      case 'reviewed':
        // The reply itself shows it.
        break
      case 'paused':
      case 'supervised':
      case 'resumed':
      case 'rated':
      case 'assigned':
      case 'transferred':
      case 'declined':
      case 'snoozed':
      case 'woken':
      case 'tagged':
      case 'alerted':
      case 'acknowledged':
      case 'undeliverable':
      case 'redelivery':
        this.#mark(entry)
        break
      default:
        this.rows.push({ kind: 'unknown', key, entry: entry satisfies never })
    }
  }

  #propose(entry: ProposedEntry): void {
    const before = this.rows.at(-1)
    const isNext =
      before?.kind === 'proposed' && before.entry.at === entry.at && before.entry.inReplyTo === entry.inReplyTo
    if (isNext) this.rows[this.rows.length - 1] = { ...before, isLast: false }
    const first = isNext ? before.first : entry.seq
    const decided = this.#facts.decided.get(first)
    const isSending = this.#options.approved.has(first)
    const key = `${entry.seq}`
    this.rows.push({ kind: 'proposed', key, entry, first, isFirst: !isNext, isLast: true, decided, isSending })
  }

  #mark(entry: MarkEntry): void {
    const { beginnings, messages } = this.#facts
    const began = entry.kind === 'resumed' ? beginnings.get(entry.episode) : undefined
    this.rows.push({
      kind: 'mark',
      key: `${entry.seq}`,
      entry,
      lastedMs: began === undefined ? undefined : Date.parse(entry.at) - Date.parse(began),
      of: entry.kind === 'note' && 'of' in entry.remark ? messages.get(entry.remark.of) : undefined,
    })
  }

  wait(item: OutboxItem): void {
    this.rows.push({ kind: 'outbox', key: item.id, item, isTurnStart: !this.#goesOn(item) })
  }

  /**
   * Says whether a message in the outbox will continue the turn before it. Then its height stays the same once it is
   * logged.
   */
  #goesOn({ command, at }: OutboxItem): boolean {
    const before = this.rows.at(-1)
    if (command.type !== 'message') return false
    if (before?.kind === 'outbox') return before.item.command.type === 'message'
    if (before?.kind !== 'message') return false
    const { by, at: saidAt } = before.entry
    return by.type === 'agent' && by.id === this.#options.me && at - Date.parse(saidAt) < TURN_GAP_MS
  }

  /** Appends the next piece of a long text to the row of its first piece. */
  #continues(entry: Entry): boolean {
    const row = this.rows.at(-1)
    if (entry.kind === 'message' && row?.kind === 'message' && entry.continues === row.entry.seq) {
      this.rows[this.rows.length - 1] = { ...row, entry: joined(row.entry, entry) }
      return true
    }
    if (entry.kind === 'proposed' && row?.kind === 'proposed' && entry.continues === row.entry.seq) {
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

function joined<Kind extends MessageEntry | WithheldEntry | ProposedEntry>(
  first: Kind,
  next: { readonly text?: string },
): Kind {
  return { ...first, text: `${first.text ?? ''}${next.text ?? ''}` }
}

function isTurn(before: Entry | undefined, entry: MessageEntry): boolean {
  if (before?.kind !== 'message' || !isSame(before.by, entry.by)) return false
  return dayOf(before.at) === dayOf(entry.at) && Date.parse(entry.at) - Date.parse(before.at) < TURN_GAP_MS
}

const isRemark = (entry: NoteEntry): entry is NoteEntry & { readonly remark: NoteRemark } => entry.remark !== undefined

const isSame = (a: Actor, b: Actor) => a.type === b.type && a.id === b.id && a.name === b.name
