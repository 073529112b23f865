import type { Http } from './http.ts'
import type { Page, Piece } from './log.ts'
import { ProblemError } from './problem-error.ts'
import type { Tokens } from './tokens.ts'

/** Number of entries of a page. */
const PAGE = 100

/** Reads a log over HTTP, a page at a time. */
export interface History {
  newest(): Promise<Page>
  /** The page that ends with the entry `upto`. */
  endingWith(upto: number): Promise<Piece>
  /** The page that begins after the entry `after`. */
  goingOnFrom(after: number): Promise<Piece>
  /** A page with the entry in its middle, if the log reaches far enough on both sides. */
  around(seq: number): Promise<Piece>
}

/**
 * The log of a conversation as this person may read it. An end user may read only their own. Throws the errors of the
 * token source, and `auth.missing` if it has no token.
 */
export async function historyOf(http: Http, botId: string, session: string, tokens: Tokens): Promise<History> {
  const credentials = await tokens.current()
  if (credentials === undefined) {
    throw new ProblemError({ code: 'auth.missing', detail: 'the token source has no token' })
  }
  const { channel, userId } = credentials
  return channel !== undefined && userId !== undefined
    ? historyOfUser(http, { botId, channel, userId })
    : historyOfAgent(http, { botId, id: session })
}

/** Reads the newest page. Undefined if this person can only follow the log from its beginning. */
export async function newestOf(history: History): Promise<Page | undefined> {
  try {
    return await history.newest()
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'auth.forbidden') return undefined
    throw error
  }
}

function historyOfAgent(http: Http, path: { readonly botId: string; readonly id: string }): History {
  const read = (query: { before?: number; after?: number; around?: number }) =>
    http.request('GET /api/v1/bots/{botId}/conversations/{id}/entries', { path, query: { ...query, limit: PAGE } })
  return {
    newest: () => read({}),
    endingWith: upto => read({ before: upto + 1 }),
    goingOnFrom: after => read({ after }),
    around: seq => read({ around: seq }),
  }
}

interface User {
  readonly botId: string
  readonly channel: string
  readonly userId: string
}

/** A user's route only reads forward, so the page begins at a fixed number of entries before its end. */
function historyOfUser(http: Http, { botId, channel, userId }: User): History {
  const read = (after: number, limit: number) =>
    http.request('GET /api/v1/bots/{botId}/messages', { path: { botId }, query: { channel, userId, after, limit } })
  /** A page has at most 512 KB, so it may end early. */
  const readTo = async (upto: number) => {
    const begin = Math.max(0, upto - PAGE)
    let page = await read(begin, PAGE)
    const entries = [...page.entries]
    while (page.upto > page.after && page.upto < upto) {
      page = await read(page.upto, PAGE)
      entries.push(...page.entries)
    }
    return { entries, after: begin, upto: page.upto, isPaused: page.isPaused }
  }
  return {
    newest: async () => {
      const { revision } = await read(0, 1)
      return await readTo(revision)
    },
    endingWith: upto => readTo(upto),
    goingOnFrom: after => read(after, PAGE),
    around: seq => readTo(Math.max(PAGE, seq + PAGE / 2)),
  }
}
