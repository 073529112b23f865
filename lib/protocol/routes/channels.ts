import * as z from 'zod'
import type { RouteSpec } from './spec.ts'

/** The kinds of channels whose platforms call Interlude. */
export const PlatformType = z
  .enum(['messenger', 'telegram'])
  .meta({ id: 'PlatformType', description: 'Platform that calls this URL.' })
export type PlatformType = z.infer<typeof PlatformType>

const webhook = '/api/v1/channels/{type}/webhook'
const params = z.strictObject({ type: PlatformType })
/** Platforms add fields to their requests as they please, and want answers of their own. */
const anything = z.object({})

/**
 * The URL that platforms call: one for each platform, for all bots. The platform's own documentation describes its
 * requests; the handler reads them as they came.
 */
export const channelRoutes = {
  verifyChannel: {
    method: 'GET',
    path: webhook,
    tag: 'messages',
    summary: "Answers a platform's check of this URL.",
    who: ['anyone'],
    params,
    query: anything,
    answer: { schema: z.string(), contentType: 'text/plain; charset=utf-8' },
    errors: ['auth.forbidden', 'route.not_found'],
  },
  receiveFromChannel: {
    method: 'POST',
    path: webhook,
    tag: 'messages',
    summary: "Receives a platform's events. The platform signs them.",
    who: ['anyone'],
    params,
    query: anything,
    answer: { schema: anything },
    errors: ['auth.forbidden', 'route.not_found', 'request.too_large', 'session.busy'],
  },
} as const satisfies Record<string, RouteSpec>
