import { defined } from '../../../lib/defined.ts'
import type { ConversationView } from '../../../lib/protocol/conversation.ts'

/** The console's base path. */
export const BASE = '/console'

/** The views of the inbox, in display order. The first one opens by default. */
export const VIEWS = ['waiting', 'mine', 'paused', 'all'] as const satisfies readonly ConversationView[]

/** A place in the console. An agent can send its address to a colleague. */
export type Place =
  | {
      readonly page: 'inbox'
      readonly botId: string
      readonly view: ConversationView
      /** Shows only the conversations that wait in this queue. Only in the view `waiting`. */
      readonly queue?: string
      readonly session?: string
    }
  | { readonly page: 'bot'; readonly botId: string }
  | { readonly page: 'reports'; readonly botId: string }
  /** Names no bot: the agent's first one opens. */
  | { readonly page: 'start' }
  | { readonly page: 'unknown' }

/** Returns the path of a place, below `BASE`, with its query. */
export function pathOf(place: Exclude<Place, { page: 'unknown' }>): string {
  switch (place.page) {
    case 'inbox': {
      const { botId, view, queue, session } = place
      const query = queue === undefined ? '' : `?queue=${segment(queue)}`
      return `/${segment(botId)}/${view}${session === undefined ? '' : `/${segment(session)}`}${query}`
    }
    case 'bot':
      return `/${segment(place.botId)}/setup`
    case 'reports':
      return `/${segment(place.botId)}/reports`
    case 'start':
      return '/'
    default:
      return place satisfies never
  }
}

/**
 * Parses a path below `BASE`. `query` is that of a place (`?queue=vip`), or comes from an alert's link:
 * `?bot=demo&conversation=ses_…`.
 */
export function placeAt(path: string, query: URLSearchParams): Place {
  const [botId, view, session, ...rest] = path.split('/').filter(Boolean).map(decoded)
  if (botId === undefined) return ofAlert(query)
  if (rest.length > 0) return { page: 'unknown' }
  if (view === 'setup' && session === undefined) return { page: 'bot', botId }
  if (view === 'reports' && session === undefined) return { page: 'reports', botId }
  const known = view === undefined ? VIEWS[0] : VIEWS.find(each => each === view)
  if (known === undefined) return { page: 'unknown' }
  const queue = known === 'waiting' ? query.get('queue') || undefined : undefined
  return { page: 'inbox', botId, view: known, ...defined({ queue, session }) }
}

function ofAlert(query: URLSearchParams): Place {
  const [botId, session] = [query.get('bot'), query.get('conversation')]
  if (botId === null || botId === '') return { page: 'start' }
  // An agent may have taken the conversation by now. Only the view of all conversations always has it.
  if (session === null || session === '') return { page: 'inbox', botId, view: VIEWS[0] }
  return { page: 'inbox', botId, view: 'all', session }
}

const segment = (text: string) => encodeURIComponent(text)

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
