import * as z from 'zod'
import { Actor } from '../entry.ts'
import { Seq, SessionId, Time } from '../ids.ts'
import { bot, type RouteSpec, SessionPath, seqText } from './spec.ts'

const Offset = z.int().min(0)

/** An entry that a search found. */
const FoundEntry = z
  .object({
    seq: Seq,
    at: Time,
    kind: z.enum(['message', 'note']),
    by: Actor,
    snippet: z.string().meta({ description: 'Part of the text, on one line.' }),
    highlights: z
      .array(z.object({ from: Offset, to: Offset }))
      .meta({ description: 'Positions of the found words in the snippet, in UTF-16 units. `to` is exclusive.' }),
  })
  .meta({ id: 'FoundEntry' })

/** The routes that find an entry of a conversation's log. */
export const logSearchRoutes = {
  searchLog: {
    method: 'GET',
    path: `${bot}/conversations/{id}/search`,
    tag: 'conversations',
    summary:
      'Finds messages and notes of a conversation by their words, newest first. One request searches a bounded part of the log.',
    who: ['agent', 'bot'],
    params: SessionPath,
    query: z.strictObject({
      q: z.string().min(1).max(200),
      before: seqText.exactOptional(),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
    answer: {
      schema: z.object({
        session: SessionId,
        items: z.array(FoundEntry),
        next: Seq.exactOptional().meta({
          description: 'Send it as `before` to continue. Missing at the beginning of the log.',
        }),
      }),
    },
    errors: ['session.not_found'],
  },
  entryAt: {
    method: 'GET',
    path: `${bot}/conversations/{id}/at`,
    tag: 'conversations',
    summary: 'Finds the first entry of a conversation at or after a time.',
    who: ['agent', 'bot'],
    params: SessionPath,
    query: z.strictObject({ time: Time }),
    answer: {
      schema: z.object({
        session: SessionId,
        seq: Seq.exactOptional().meta({ description: 'Missing if the log ends before that time.' }),
        revision: Seq,
      }),
    },
    errors: ['session.not_found'],
  },
} as const satisfies Record<string, RouteSpec>
