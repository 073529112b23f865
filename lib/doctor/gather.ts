import type { Http } from '../client/index.ts'
import { ProblemError } from '../client/problem-error.ts'
import type { ChoiceFacts, Facts, PersonFacts } from './facts.ts'
import { type BotPart, readBot } from './read-bot.ts'
import { type Reader, readService } from './read-service.ts'

/** A part that is being read. */
export type Part = 'service' | 'person' | 'bots' | { readonly botId: string; readonly part: BotPart }

interface Gathering extends Reader {
  readonly http: Http
  readonly hasToken: boolean
  /** The bot to look at. By default, all. */
  readonly botId?: string | undefined
  readonly version: string
  readonly onPart?: (part: Part) => void
}

/** Most bots that a finding names. */
const MAX_NAMED = 20

/** Reads everything that `diagnose` looks at. Stops where a fault keeps the rest from being read. */
export async function gather(given: Gathering): Promise<Facts> {
  const { http, clock, version, onPart = () => {} } = given
  onPart('service')
  const service = await readService(given)
  const facts: Facts = { version, today: new Date(clock.now()).toISOString().slice(0, 10), service }
  if (service.status !== 'reached') return facts
  onPart('person')
  const person = await readPerson(given)
  if (person.status !== 'known' || !person.isAdmin) return { ...facts, person }
  onPart('bots')
  const choice = await readChoice(http, given.botId)
  const bots = []
  for (const botId of choice.status === 'chosen' ? choice.ids : [])
    bots.push(await readBot(http, botId, part => onPart({ botId, part })))
  return { ...facts, person, choice, bots }
}

async function readPerson({ http, hasToken }: Gathering): Promise<PersonFacts> {
  if (!hasToken) return { status: 'no_token' }
  try {
    const { isAdmin, roles } = await http.request('GET /api/v1/me')
    return { status: 'known', isAdmin, roles }
  } catch (error) {
    if (error instanceof ProblemError && error.code.startsWith('auth.'))
      return { status: 'refused', code: error.code, detail: error.detail }
    throw error
  }
}

async function readChoice(http: Http, named: string | undefined): Promise<ChoiceFacts> {
  const ids = await botIds(http, named)
  if (named !== undefined) {
    return ids.includes(named)
      ? { status: 'chosen', ids: [named] }
      : { status: 'unknown', botId: named, ids: ids.slice(0, MAX_NAMED) }
  }
  return ids.length === 0 ? { status: 'none' } : { status: 'chosen', ids }
}

/** The ids of all bots, in order. Stops at the named one. */
async function botIds(http: Http, named: string | undefined): Promise<readonly string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const query = { limit: 100, ...(cursor !== undefined && { cursor }) }
    const { items, next } = await http.request('GET /api/v1/bots', { query })
    ids.push(...items.map(({ id }) => id))
    cursor = next
  } while (cursor !== undefined && !(named !== undefined && ids.includes(named)))
  return ids
}
