import type { CallResult } from '../../lib/ports/outside.ts'
import type { Pending } from './actor-tree.ts'
import type { BotMood, ChannelMood } from './explored-world.ts'

export const BOT_URL = 'https://bot.example.test/'
export const CHANNEL_URL = 'https://channel.example.test/'

export interface Posted {
  readonly url: string
  readonly id: string
  readonly timeoutMs: number
  readonly body: News & {
    readonly type: string
    readonly seq?: number
    readonly epoch?: number
    readonly message?: { readonly text?: string }
  }
}

/** The fields of a call that bring handbacks. */
export interface News {
  /** The episode of a handback call. Other calls have none. */
  readonly episodeId?: string
  /** Handbacks that come with a message or the gate's answer. */
  readonly handbacks?: readonly { readonly episodeId: string }[] | undefined
}

export function postedBy({ args }: Pending): Posted {
  return args[0] as Posted
}

/** The newest episode of the handbacks; 0 if there are none. */
export function newestEpisodeIn({ episodeId: one, handbacks = [] }: News): number {
  const ids = [one, ...handbacks.map(({ episodeId }) => episodeId)]
  return Math.max(0, ...ids.map(id => Number(id?.split('_').at(-1) ?? 0)))
}

/** The bot's answer to a message or a handback. */
export function botAnswer(mood: BotMood, { body }: Posted): CallResult {
  const words = [{ type: 'text', text: body.type === 'message' ? `re ${body.seq}` : 'thank you' }]
  switch (mood) {
    case 'answers':
      return { status: 'ok', body: body.type === 'message' ? { replies: words } : {} }
    case 'acknowledges':
      return { status: 'ok', body: undefined }
    case 'says nothing':
      return { status: 'ok', body: { replies: [] } }
    case 'hands over':
      return { status: 'ok', body: { replies: words, handoff: { reason: 'too hard', priority: 'normal' } } }
    case 'fails':
      return { status: 'retry', reason: 'answered 500' }
    case 'refuses':
      return { status: 'refused', reason: 'answered 400' }
    default:
      return mood satisfies never
  }
}

export function channelAnswer(mood: ChannelMood | 'takes it'): CallResult {
  switch (mood) {
    case 'takes it':
      return { status: 'ok', body: undefined }
    case 'fails':
    case 'loses the answer':
      return { status: 'retry', reason: 'no answer' }
    case 'is left alone':
      return { status: 'skipped', waitMs: 30_000 }
    case 'refuses':
      return { status: 'refused', reason: 'answered 400' }
    default:
      return mood satisfies never
  }
}
