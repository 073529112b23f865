import { useEffect, useState } from 'preact/hooks'
import type { ConnectionState, ConversationSnapshot, ConversationStatus } from '../../../../lib/client/index.ts'
import { later, useLater } from '../later.ts'
import { type Closed, type LoadedBot, loadBot } from './load-bot.ts'
import type { ChatOptions, OpenChat } from './open-chat.ts'
import type { Waiting } from './waiting.ts'

/** The code that talks to the server. A visitor who never wrote and only looks needs none of it. */
const opening = later(() => import('./open-chat.ts'))

/**
 * Returns the bot's public configuration, the reason why there is none, or `undefined` while it loads. A new `attempt`
 * loads it again.
 */
export function useBot(botId: string, attempt: number): LoadedBot | Closed | undefined {
  const [known, setKnown] = useState<{ readonly bot: LoadedBot | Closed; readonly attempt: number }>()
  useEffect(() => {
    let isOver = false
    void loadBot(botId).then(bot => {
      if (!isOver) setKnown({ bot, attempt })
    })
    return () => {
      isOver = true
    }
  }, [botId, attempt])
  // The one of an earlier attempt would show a field that is replaced a moment later.
  return known?.attempt === attempt ? known.bot : undefined
}

/**
 * Connects to the user's conversation once it `isWanted`. Returns the reason if that fails. Another identity gets a new
 * connection.
 */
export function useChat(options: ChatOptions, isWanted: boolean): OpenChat | Closed | undefined {
  const { bot, config, storage, identity } = options
  const [chat, setChat] = useState<OpenChat | Closed>()
  const part = useLater(opening, isWanted)
  useEffect(() => {
    if (!isWanted || part === undefined) return
    let isOver = false
    let opened: OpenChat | undefined
    void part.openChat({ bot, config, storage, identity }).then(next => {
      opened = typeof next === 'string' ? undefined : next
      if (isOver) opened?.client.close()
      else setChat(next)
    })
    return () => {
      isOver = true
      opened?.client.close()
    }
  }, [part, isWanted, bot, config, storage, identity])
  return chat
}

const EMPTY: ConversationSnapshot = {
  session: '',
  status: 'opening',
  entries: [],
  after: 0,
  cursor: 0,
  isPaused: undefined,
  hasEarlier: false,
  isLoadingEarlier: false,
  isCatchingUp: false,
  outbox: [],
  typing: [],
  receipts: { deliveredUpTo: 0, readUpTo: 0 },
}

/** Returns the current state of the conversation. Before it is open, it has only the commands that wait. */
export function useSnapshot(
  chat: OpenChat | undefined,
  before: ConversationStatus,
  waiting: readonly Waiting[],
): ConversationSnapshot {
  const [snapshot, setSnapshot] = useState<ConversationSnapshot>()
  useEffect(() => {
    const read = () => setSnapshot(chat?.conversation.snapshot())
    read()
    return chat?.conversation.subscribe(read)
  }, [chat])
  const known = chat === undefined ? { ...EMPTY, status: before } : (snapshot ?? chat.conversation.snapshot())
  return waiting.length === 0 ? known : { ...known, outbox: [...known.outbox, ...waiting] }
}

export function useConnection(chat: OpenChat | undefined): ConnectionState {
  const [state, setState] = useState<ConnectionState>({ status: 'connecting' })
  useEffect(() => {
    if (chat === undefined) return
    setState(chat.client.state)
    return chat.client.onState(setState)
  }, [chat])
  return state
}
