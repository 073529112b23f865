import { useEffect, useState } from 'preact/hooks'
import type { ConnectionState, ConversationSnapshot, Say } from '../../../../lib/client/index.ts'
import type { RatingFields } from '../../../../lib/protocol/rating.ts'
import type { Holder } from '../../messages.ts'
import { holderOf } from '../log/holder.ts'
import type { Closed } from './load-bot.ts'
import type { ChatOptions, OpenChat, Rated } from './open-chat.ts'
import { hasUser } from './tokens.ts'
import { useChat, useConnection, useSnapshot } from './use-chat.ts'
import { usePlace } from './use-place.ts'
import { useSeen } from './use-seen.ts'
import { type EarlyCommand, type Waiting, waitingWith } from './waiting.ts'

export interface Conversation {
  readonly snapshot: ConversationSnapshot
  readonly connection: ConnectionState
  readonly holder: Holder
  /** The place of a user who waits for a person, once it is known. */
  readonly place: number | undefined
  /** The reason why there is no conversation to show, if there is none. */
  readonly closed: Closed | undefined
  /** True while an existing conversation is loading. */
  readonly isOpening: boolean
  say(content: Say): void
  pause(): void
  unpause(): void
  /** Rates an episode. */
  rate(episode: number, words: RatingFields): Promise<Rated>
  typing(): void
  /** Loads the page before the first entry. Ignores a failure, because the next scroll asks again. */
  loadEarlier(): void
  resend(id: string): void
  discard(id: string): void
  tryNow(): void
}

export interface ConversationOptions extends ChatOptions {
  /** Commands that wait for the connection. */
  readonly waiting: readonly Waiting[]
  readonly onWaiting: (change: (waiting: readonly Waiting[]) => readonly Waiting[]) => void
  /** Whether the user has the chat on screen. */
  readonly isLooking: boolean
}

/**
 * Returns the user's conversation with a bot. Connects only when the user writes or has written before, so a visitor
 * who only looks costs no token and no socket.
 */
export function useConversation({ waiting, onWaiting, isLooking, ...options }: ConversationOptions): Conversation {
  const { bot, storage, identity } = options
  const [isKnown] = useState(() => identity !== undefined || hasUser(bot.botId, storage))
  const [isWanted, setIsWanted] = useState(isKnown)
  const opened = useChat(options, isWanted)
  const chat = typeof opened === 'string' ? undefined : opened
  const snapshot = useSnapshot(chat, isKnown ? 'opening' : 'unknown', waiting)
  const connection = useConnection(chat)
  const isThere = isLooking && connection.status === 'online'
  useSeen(chat, snapshot, isThere)
  const holder = holderOf(snapshot.entries, snapshot.isPaused)
  const isWaiting = holder.holder === 'waiting'
  const place = usePlace(chat, { isWaiting, isLooking: isThere && bot.widget.showsPlace })

  const give = (command: EarlyCommand) => {
    if (chat === undefined) onWaiting(given => waitingWith(given, command))
    else run(chat, command)
  }

  useEffect(() => {
    if (waiting.length === 0) return
    setIsWanted(true)
    if (chat === undefined) return
    for (const { command, id } of waiting) run(chat, command, id)
    onWaiting(() => [])
  }, [chat, waiting, onWaiting])

  return {
    snapshot,
    connection,
    holder,
    place,
    closed: typeof opened === 'string' ? opened : closedBy(connection),
    isOpening: isKnown && snapshot.status === 'opening',
    say: message => give({ type: 'message', message }),
    pause: () => give({ type: 'pause' }),
    unpause: () => void chat?.conversation.unpause(),
    rate: async (episode, words) => (await chat?.rate(episode, words)) ?? 'failed',
    typing: () => {
      setIsWanted(true)
      chat?.conversation.typing(true)
    },
    loadEarlier: () => void chat?.conversation.loadEarlier().catch(() => undefined),
    resend: id => chat?.conversation.retry(id),
    discard: id => chat?.conversation.discard(id),
    tryNow: () => chat?.client.tryNow(),
  }
}

/**
 * Runs a command. `id`: the id of its row, if it already has one. A screen reader would read a row with a new id again.
 */
function run({ conversation }: OpenChat, command: EarlyCommand, id?: string): void {
  switch (command.type) {
    case 'message':
      conversation.say(command.message, id === undefined ? {} : { id })
      break
    case 'pause':
      conversation.pause()
      break
    default:
      command satisfies never
  }
}

function closedBy({ status }: ConnectionState): Closed | undefined {
  switch (status) {
    case 'expired':
      return 'expired'
    case 'refused':
      return 'forbidden'
    default:
      return undefined
  }
}
