import type { BotTurn, ChannelDelivery, Handback } from '../../../lib/protocol/bot.ts'
import type { Entry, MessageEntry } from '../../../lib/protocol/entry.ts'
import { asSeenBy } from './check-logs.ts'
import type { Answer, Call, History, Operation, Outcome, Try } from './history.ts'

/** A history that a test may change. */
export type Draft = { -readonly [Field in keyof History]: Mutable<History[Field]> }
type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T

export const SESSION = 'ses_0YteZeIc4ytz1XF8e5oeb3'
const ref = { id: SESSION, channel: 'hook', userId: 'bo' }
const ana = { type: 'agent', id: 'ana', name: 'Ana' } as const

/** The moment, in ms, at which entry `seq` of the good history was written. */
export const written = (seq: number) => 1_000 * seq
const at = (seq: number) => new Date(written(seq)).toISOString()

const said = (
  seq: number,
  epoch: number,
  by: MessageEntry['by'],
  text: string,
  more: Partial<MessageEntry> = {},
): Entry => ({
  seq,
  at: at(seq),
  epoch,
  kind: 'message',
  direction: by.type === 'user' ? 'in' : 'out',
  by,
  type: 'text',
  text,
  ...more,
})

const user = { type: 'user', id: 'bo' } as const
const bot = { type: 'bot' } as const

/** An answered message; one that Ana takes over in mid-turn; her messages; the unpause; one more answered message. */
export const goodLog: readonly Entry[] = [
  said(1, 0, user, 'hello', { clientId: 'm0' }),
  said(2, 0, bot, 're hello', { inReplyTo: 1, deliver: true }),
  said(3, 0, user, 'help', { clientId: 'm1' }),
  {
    seq: 4,
    at: at(4),
    epoch: 1,
    kind: 'paused',
    by: ana,
    trigger: 'agent',
    reason: 'p',
    priority: 'normal',
    episode: 1,
    held: [3],
  },
  said(5, 1, ana, 'a person', { deliver: true, clientId: 's0' }),
  { seq: 6, at: at(6), epoch: 1, kind: 'withheld', inReplyTo: 3, type: 'text', text: 're help' },
  said(7, 1, user, 'still there?', { clientId: 'm2' }),
  { seq: 8, at: at(8), epoch: 2, kind: 'resumed', by: ana, outcome: 'returned', comment: 'u', episode: 1 },
  said(9, 2, user, 'thanks', { clientId: 'm3' }),
  said(10, 2, bot, 're thanks', { inReplyTo: 9, deliver: true }),
]

export const tried = (invokedAt: number, endedAt: number, outcome: Mutable<Outcome>): Mutable<Try> => ({
  invokedAt,
  endedAt,
  outcome,
})
export const ok = (answer: Mutable<Answer>): Mutable<Outcome> => ({ status: 'ok', answer })

const operation = (
  kind: Operation['kind'],
  client: string,
  mark: string,
  seq: number,
  answer: Answer,
  endedAt = written(seq) + 100,
): Operation => ({
  client,
  session: SESSION,
  kind,
  via: 'http',
  id: `id of ${mark}`,
  mark,
  ...(kind === 'message' && { mode: 'ask' }),
  tries: [tried(written(seq) - 100, endedAt, ok({ seq, ...answer } as Mutable<Answer>))],
})

const asked = (seq: number, text: string, epoch: number): Call<BotTurn> => ({
  webhookId: `${SESSION}:${seq}`,
  at: written(seq) + 10,
  status: 200,
  body: {
    type: 'message',
    botId: 'demo',
    session: ref,
    epoch,
    seq,
    message: { type: 'text', text, at: at(seq) },
    user: { id: 'bo' },
  },
})

export const delivery = (seq: number, from: 'bot' | 'agent', text: string, afterMs = 20): Call<ChannelDelivery> => ({
  webhookId: `${SESSION}:${seq}`,
  at: written(seq) + afterMs,
  status: 200,
  body: {
    type: 'message',
    botId: 'demo',
    session: ref,
    seq,
    at: at(seq),
    from: { type: from },
    message: { type: 'text', text },
  },
})

const packet: Handback = {
  type: 'handback',
  session: ref,
  episodeId: `epi_${SESSION.slice(4)}_1`,
  epoch: 2,
  trigger: 'agent',
  outcome: 'returned',
  startedAt: at(4),
  endedAt: at(8),
  turns: [],
  missed: [3, 7].map(seq => ({ seq, unanswered: seq === 7 })),
  end: true,
}

/** A history in which every promise is kept. */
export function aGoodHistory(): Draft {
  return JSON.parse(
    JSON.stringify({
      kills: [],
      overAt: written(12),
      operations: [
        operation('message', 'bo', 'hello', 1, { paused: false, replies: [] }, written(2) + 50),
        operation('message', 'bo', 'help', 3, { paused: true, replies: [] }, written(6) + 50),
        operation('pause', 'Ana', 'p', 4, { paused: true, changed: true }),
        operation('say', 'Ana', 'a person', 5, {}),
        operation('message', 'bo', 'still there?', 7, { paused: true, replies: [] }),
        operation('unpause', 'Ana', 'u', 8, { paused: false, changed: true }),
        operation('message', 'bo', 'thanks', 9, { paused: false, replies: [] }, written(10) + 50),
      ],
      pieces: [
        {
          client: 'Ana',
          role: 'agent',
          how: 'pushed',
          session: SESSION,
          after: 2,
          upto: 5,
          entries: goodLog.slice(2, 5),
          isPaused: true,
        },
        {
          client: 'bo',
          role: 'user',
          how: 'read',
          session: SESSION,
          after: 0,
          upto: 7,
          entries: asSeenBy('user', goodLog.slice(0, 7)),
          invokedAt: written(7) + 200,
          revision: 7,
        },
      ],
      views: [
        { client: 'Ana', role: 'agent', session: SESSION, log: goodLog },
        { client: 'bo', role: 'user', session: SESSION, log: asSeenBy('user', goodLog) },
      ],
      turns: [asked(1, 'hello', 0), asked(3, 'help', 0), asked(9, 'thanks', 2)],
      handbacks: [{ webhookId: packet.episodeId, at: written(8) + 50, status: 200, body: packet }],
      deliveries: [delivery(2, 'bot', 're hello'), delivery(5, 'agent', 'a person'), delivery(10, 'bot', 're thanks')],
      letters: {},
      transcripts: { [SESSION]: goodLog },
    } satisfies History),
  )
}
