import * as z from 'zod'
import { Seq, SessionId } from '../ids.ts'
import { BotPath, bot, Nothing, type RouteSpec, SessionPath } from './spec.ts'

/** Most conversations of one request: a page of a list. */
const MAX_SESSIONS = 100

/** The routes of read marks. */
export const readMarkRoutes = {
  markRead: {
    method: 'POST',
    path: `${bot}/conversations/{id}/read`,
    tag: 'conversations',
    summary: 'Records how far the agent has read a conversation. A mark never moves back.',
    who: ['agent'],
    params: SessionPath,
    query: Nothing,
    body: z.strictObject({ seq: Seq.min(1) }).meta({ id: 'MarkRead' }),
    answer: { schema: z.object({ session: SessionId, seq: Seq }) },
    errors: ['session.not_found'],
  },
  readMarks: {
    method: 'POST',
    path: `${bot}/read-marks`,
    tag: 'conversations',
    summary: 'Reads how far the agent has read each of the given conversations.',
    who: ['agent'],
    params: BotPath,
    query: Nothing,
    body: z.strictObject({ sessions: z.array(SessionId).max(MAX_SESSIONS) }).meta({ id: 'ReadMarksOf' }),
    answer: { schema: z.object({ marks: z.record(SessionId, Seq) }) },
    errors: [],
  },
} as const satisfies Record<string, RouteSpec>
