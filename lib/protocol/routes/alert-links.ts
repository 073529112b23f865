import * as z from 'zod'
import { PathId } from '../ids.ts'
import { bot, type RouteSpec } from './spec.ts'

/** Longest token of a link. */
const MAX_TOKEN_CHARS = 1_000

const page = {
  path: `${bot}/alerts/{token}`,
  tag: 'conversations',
  who: ['anyone'],
  params: z.strictObject({ botId: PathId, token: z.string().min(1).max(MAX_TOKEN_CHARS) }),
  query: z.object({}),
  answer: { schema: z.string(), contentType: 'text/html; charset=utf-8' },
  errors: [],
} as const

/** The page behind the link of an alert. The token in the link is the permission. */
export const alertLinkRoutes = {
  showAlert: {
    ...page,
    method: 'GET',
    summary: 'Shows the page on which somebody confirms an alert. Changes nothing.',
  },
  confirmAlert: {
    ...page,
    method: 'POST',
    summary: 'Confirms the alert of a link: no further one follows about these waits.',
  },
} as const satisfies Record<string, RouteSpec>
