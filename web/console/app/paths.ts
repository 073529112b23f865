import { defined } from '../../../lib/defined.ts'
import type { ConversationView } from '../../../lib/protocol/conversation.ts'

/** The console's base path. */
export const BASE = '/console'

/** The views of the inbox, in display order. The first one opens by default. */
export const VIEWS = ['waiting', 'mine', 'paused', 'all'] as const satisfies readonly ConversationView[]

/** The last part of the path of each page of a bot, beside its inbox. */
const SEGMENTS = { bot: 'setup', team: 'team', reports: 'reports', steps: 'steps' } as const

/** A page of a bot, beside its inbox. */
export type BotPage = keyof typeof SEGMENTS

const BOT_PAGES = Object.keys(SEGMENTS) as BotPage[]

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
  | { readonly page: BotPage; readonly botId: string }
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
    case 'team':
    case 'reports':
    case 'steps':
      return `/${segment(place.botId)}/${SEGMENTS[place.page]}`
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
  const page = BOT_PAGES.find(each => SEGMENTS[each] === view)
  if (page !== undefined && session === undefined) return { page, botId }
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
