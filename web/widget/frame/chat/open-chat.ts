import {
  browserEnvironment,
  type Client,
  type ConversationHandle,
  createClient,
  ProblemError,
} from '../../../../lib/client/index.ts'
import type { ErrorCode } from '../../../../lib/protocol/problem.ts'
import type { RatingFields } from '../../../../lib/protocol/rating.ts'
import type { Place } from '../../../../lib/protocol/routes/places.ts'
import type { Identity } from '../../messages.ts'
import type { Keeping } from '../storage.ts'
import { type Closed, closedBy, type LoadedBot } from './load-bot.ts'
import { Refusal } from './refusal.ts'
import { openTokens } from './tokens.ts'

/** A connection to the user's conversation. */
export interface OpenChat {
  readonly client: Client
  readonly conversation: ConversationHandle
  /** Rates an episode. Never throws. */
  rate(episode: number, words: RatingFields): Promise<Rated>
  /** Asks for the user's place among those who wait. Rejects if no answer comes. */
  place(): Promise<Place>
}

/** The fate of a rating. `over`: the server takes none any more. `failed`: it may take this one later. */
export type Rated = 'given' | 'over' | 'failed'

export interface ChatOptions extends LoadedBot {
  readonly storage: Keeping
  readonly identity: Identity | undefined
}

/** Gets a token and connects. Returns a reason if it fails, and never throws. */
export async function openChat({ bot, config, storage, identity }: ChatOptions): Promise<OpenChat | Closed> {
  try {
    const token = openTokens({ bot: bot.botId, storage, identity })
    const user = await token({ isStale: false })
    if (user === undefined) return 'expired'
    const client = createClient({
      url: config.apiUrl,
      socketUrl: config.socketUrl,
      botId: bot.botId,
      token: ask => token(ask).catch(asProblem),
      environment: { ...browserEnvironment(), storage },
      person: user.userId,
    })
    const { channel, userId } = user
    const own = { path: { botId: bot.botId }, query: { channel, userId } }
    return {
      client,
      conversation: client.conversation(user.session),
      rate: (episode, words) =>
        client.http
          .request('POST /api/v1/bots/{botId}/rating', { ...own, body: { episode, ...words } })
          .then(() => 'given', fateOf),
      place: () => client.http.request('GET /api/v1/bots/{botId}/place', own),
    }
  } catch (error) {
    return closedBy(error)
  }
}

/** Returns the fate of a rating that was refused. */
function fateOf(error: unknown): Rated {
  const code = error instanceof ProblemError ? error.code : undefined
  return code === 'rating.given' || code === 'rating.not_open' ? 'over' : 'failed'
}

function asProblem(error: unknown): never {
  const isCode = error instanceof Refusal && error.code !== ''
  throw new ProblemError({ code: isCode ? (error.code as ErrorCode) : 'client.unreachable' })
}
