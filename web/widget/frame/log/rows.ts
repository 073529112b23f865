import type { OutboxItem, ProblemDetails } from '../../../../lib/client/index.ts'
import { defined } from '../../../../lib/defined.ts'
import type { Entry, MessageEntry } from '../../../../lib/protocol/entry.ts'
import { isSameDay } from '../../../shared/times.ts'

/** The speaker of a message. Bot and person never look alike. */
export type Speaker =
  | { readonly type: 'user' }
  | { readonly type: 'bot' }
  | { readonly type: 'person'; readonly name: string | undefined }

export interface Said {
  readonly type: MessageEntry['type']
  readonly text?: string
  readonly payload?: Readonly<Record<string, unknown>>
}

export type MessageState =
  | { readonly status: 'logged' }
  | { readonly status: 'sending' }
  | { readonly status: 'failed'; readonly id: string; readonly problem: ProblemDetails }

export interface Message {
  /** `undefined` until the message is logged. */
  readonly seq: number | undefined
  readonly at: string | number
  readonly said: Said
  readonly state: MessageState
}

/** A change of control, as the user sees it. */
export type Mark =
  | { readonly type: 'asked'; readonly by: 'user' | 'bot' }
  | { readonly type: 'joined'; readonly name: string | undefined }
  | { readonly type: 'bot-again'; readonly isUnanswered: boolean }
  | { readonly type: 'rated'; readonly stars: number }

export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: string | number }
  | {
      readonly kind: 'message'
      /**
       * The client's id of the message, if it has one. It stays the same when an outbox item becomes an entry, and when
       * other messages come before it.
       */
      readonly key: string
      readonly speaker: Speaker
      readonly message: Message
      /** The first message of a turn shows the speaker. */
      readonly isTurnStart: boolean
    }
  | { readonly kind: 'mark'; readonly key: string; readonly mark: Mark }

/** Longest pause (ms) between two messages of one turn. */
const TURN_GAP_MS = 2 * 60_000

/** Lays out entries and outbox items as the rows of the log. */
export function rowsOf(
  entries: readonly Entry[],
  outbox: readonly OutboxItem[],
  /** The day that the rows above already show. */
  above?: string,
): readonly Row[] {
  const rows: Row[] = []
  let day: string | number | undefined = above
  let joined: string | undefined

  const put = (key: string, speaker: Speaker, message: Message) => {
    if (day === undefined || !isSameDay(day, message.at)) {
      day = message.at
      rows.push({ kind: 'day', key: `day ${key}`, at: message.at })
    }
    const last = rows.at(-1)
    const goesOn = last?.kind === 'message' && isSame(last.speaker, speaker) && isSoon(last.message, message)
    rows.push({ kind: 'message', key, speaker, message, isTurnStart: !goesOn })
  }

  for (const entry of wholeTexts(entries)) {
    if (entry.kind === 'message') {
      put(entry.clientId ?? `${entry.seq}`, speakerOf(entry), messageOf(entry))
      continue
    }
    const mark = markOf(entry)
    if (mark === undefined) continue
    // An agent who takes over is also assigned at once, so the log may report the same agent twice.
    const name = mark.type === 'joined' ? (mark.name ?? '') : undefined
    if (name === undefined || name !== joined) rows.push({ kind: 'mark', key: `${entry.seq}`, mark })
    joined = name
  }
  for (const item of outbox) {
    const message = waiting(item)
    if (message !== undefined) put(item.id, { type: 'user' }, message)
  }
  return rows
}

/** Joins the pieces of long texts. Keeps a piece separate if its first piece is not loaded. */
function wholeTexts(entries: readonly Entry[]): readonly Entry[] {
  const whole: Entry[] = []
  for (const entry of entries) {
    const first = whole.at(-1)
    const continues = entry.kind === 'message' ? entry.continues : undefined
    if (entry.kind === 'message' && first?.kind === 'message' && first.seq === continues) {
      whole[whole.length - 1] = { ...first, text: `${first.text ?? ''}${entry.text ?? ''}` }
    } else {
      whole.push(entry)
    }
  }
  return whole
}

function speakerOf({ by }: MessageEntry): Speaker {
  switch (by.type) {
    case 'user':
      return { type: 'user' }
    case 'bot':
    case 'system':
      return { type: 'bot' }
    case 'agent':
      return { type: 'person', name: by.name }
    default:
      return by.type satisfies never
  }
}

function isSame(a: Speaker, b: Speaker): boolean {
  return a.type === b.type && (a.type !== 'person' || b.type !== 'person' || a.name === b.name)
}

function isSoon(last: Message, next: Message): boolean {
  return new Date(next.at).getTime() - new Date(last.at).getTime() < TURN_GAP_MS
}

function messageOf({ seq, at, type, text, payload }: MessageEntry): Message {
  return {
    seq,
    at,
    said: { type, ...defined({ text, payload }) },
    state: { status: 'logged' },
  }
}

function waiting({ id, at, command, state }: OutboxItem): Message | undefined {
  if (command.type !== 'message') return undefined
  return {
    seq: undefined,
    at,
    said: { type: 'text', ...command.message },
    state: state.status === 'failed' ? { status: 'failed', id, problem: state.problem } : { status: 'sending' },
  }
}

function markOf(entry: Exclude<Entry, MessageEntry>): Mark | undefined {
  switch (entry.kind) {
    case 'paused':
      if (entry.by.type === 'agent') return { type: 'joined', name: entry.by.name }
      return { type: 'asked', by: entry.by.type === 'user' ? 'user' : 'bot' }
    case 'assigned':
      return { type: 'joined', name: entry.agent.name }
    case 'resumed':
      return { type: 'bot-again', isUnanswered: entry.outcome === 'expired' }
    case 'rated':
      return { type: 'rated', stars: entry.stars }
    case 'transferred':
      // The header says that the user waits again.
      return entry.to && { type: 'joined', name: entry.to.name }
    case 'declined':
    case 'snoozed':
    case 'woken':
    case 'tagged':
    case 'withheld':
    case 'note':
    case 'alerted':
    case 'acknowledged':
    case 'undeliverable':
    case 'redelivery':
    case 'proposed':
    case 'reviewed':
    case 'supervised':
      // The server sends these only to agents.
      return undefined
    default:
      // A newer server may send kinds that this page does not know.
      return entry satisfies never
  }
}
