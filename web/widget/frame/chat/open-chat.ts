import {
  browserEnvironment,
  type Client,
  type ConversationHandle,
  createClient,
  ProblemError,
} from '../../../../lib/client/index.ts'
import type { ErrorCode } from '../../../../lib/protocol/problem.ts'
import type { Identity } from '../../messages.ts'
import type { Keeping } from '../storage.ts'
import { type Closed, closedBy, type LoadedBot } from './load-bot.ts'
import { Refusal } from './refusal.ts'
import { openTokens } from './tokens.ts'

/** A connection to the user's conversation. */
export interface OpenChat {
  readonly client: Client
  readonly conversation: ConversationHandle
}

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
    return { client, conversation: client.conversation(user.session) }
  } catch (error) {
    return closedBy(error)
  }
}

function asProblem(error: unknown): never {
  const isCode = error instanceof Refusal && error.code !== ''
  throw new ProblemError({ code: isCode ? (error.code as ErrorCode) : 'client.unreachable' })
}
