import { useEffect, useState } from 'preact/hooks'
import type { ConnectionState, ConversationSnapshot, Say } from '../../../../lib/client/index.ts'
import type { Closed } from './load-bot.ts'
import type { ChatOptions, OpenChat } from './open-chat.ts'
import { hasUser } from './tokens.ts'
import { useChat, useConnection, useSnapshot } from './use-chat.ts'
import { type EarlyCommand, type Waiting, waitingWith } from './waiting.ts'

export interface Conversation {
  readonly snapshot: ConversationSnapshot
  readonly connection: ConnectionState
  /** Why there is no conversation to show, where there is none. */
  readonly closed: Closed | undefined
  /** Whether there is a conversation that is not here yet. */
  readonly isOpening: boolean
  say(content: Say): void
  pause(): void
  unpause(): void
  typing(): void
  /** Asks for the page before the first entry. A failure is no matter: the next one who scrolls asks again. */
  loadEarlier(): void
  resend(id: string): void
  discard(id: string): void
  tryNow(): void
}

export interface ConversationOptions extends ChatOptions {
  /** Commands that wait for the connection. */
  readonly waiting: readonly Waiting[]
  readonly onWaiting: (change: (waiting: readonly Waiting[]) => readonly Waiting[]) => void
}

/**
 * The user's conversation with a bot. Nothing is connected until somebody writes, or has written before: a visitor who only
 * looks costs no token and no socket.
 */
export function useConversation({ waiting, onWaiting, ...options }: ConversationOptions): Conversation {
  const { bot, storage, identity } = options
  const [isKnown] = useState(() => identity !== undefined || hasUser(bot.botId, storage))
  const [isWanted, setIsWanted] = useState(isKnown)
  const opened = useChat(options, isWanted)
  const chat = typeof opened === 'string' ? undefined : opened
  const snapshot = useSnapshot(chat, isKnown ? 'opening' : 'unknown', waiting)
  const connection = useConnection(chat)

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
    closed: typeof opened === 'string' ? opened : closedBy(connection),
    isOpening: isKnown && snapshot.status === 'opening',
    say: message => give({ type: 'message', message }),
    pause: () => give({ type: 'pause' }),
    unpause: () => void chat?.conversation.unpause(),
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

/** `id`: what the command is shown under already. A row that changes its id would be read out once more. */
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
