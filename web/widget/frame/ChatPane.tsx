import { useEffect, useRef, useState } from 'preact/hooks'
import type { LoadedBot } from './chat/load-bot.ts'
import { forgetUser } from './chat/tokens.ts'
import { type ConversationOptions, useConversation } from './chat/use-conversation.ts'
import { useUnread } from './chat/use-unread.ts'
import type { Waiting } from './chat/waiting.ts'
import type { BotWords } from './chat/words.ts'
import { Composer } from './composer/Composer.tsx'
import { Header } from './header/Header.tsx'
import { Menu, more } from './header/Menu.tsx'
import { Log } from './log/Log.tsx'
import type { AppProps, Orders } from './props.ts'
import { BLANKS, Blank } from './states/Blank.tsx'
import { ConnectionBar } from './states/ConnectionBar.tsx'
import { Loading } from './states/Loading.tsx'
import { useReports } from './use-reports.ts'
import { useVisible } from './use-visible.ts'

interface ChatPaneProps extends Pick<AppProps, 'storage' | 'host'> {
  readonly loaded: LoadedBot
  readonly words: BotWords
  readonly orders: Orders
  readonly waiting: readonly Waiting[]
  readonly onWaiting: ConversationOptions['onWaiting']
  readonly onClose: (() => void) | undefined
  /** Starts again with the current user. */
  readonly onAgain: () => void
}

const MUTE_KEY = 'interlude.mute'

/** Shows a chat: its header, its log, and the message field. */
export function ChatPane(props: ChatPaneProps) {
  const { loaded, words, orders, storage, host, waiting, onWaiting, onClose, onAgain } = props
  const { bot } = loaded
  const { say } = words
  const { isShown, identity, focuses } = orders
  const isAnonymous = identity === undefined
  const isLooking = useVisible() && isShown
  const conversation = useConversation({ ...loaded, storage, identity, waiting, onWaiting, isLooking })
  const { snapshot, connection, holder, place, closed } = conversation
  const unread = useUnread(snapshot, isLooking, storage)
  const [isMuted, setIsMuted] = useState(() => storage.get(MUTE_KEY) !== null)
  const [asksEnd, setAsksEnd] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)

  const send = (text: string) => {
    const isEnd = holder.holder !== 'bot' && text.toLowerCase() === bot.widget.endCommand?.toLowerCase()
    if (isEnd) conversation.unpause()
    else conversation.say({ text })
  }

  const mute = (on: boolean) => {
    if (on) storage.set(MUTE_KEY, '1')
    else storage.remove(MUTE_KEY)
    setIsMuted(on)
    if (!on) ring()
  }

  const end = () => {
    forgetUser(bot.botId, storage)
    onAgain()
  }

  useEffect(() => {
    if (focuses > 0) field.current?.focus()
  }, [focuses])

  useReports({
    host,
    look: { ...bot.widget, open: words.open },
    holder,
    unread,
    snapshot,
    isExpired: closed === 'expired',
    onNews: ({ by }) => {
      if (by.type !== 'user' && !isLooking && !isMuted) ring()
    },
  })

  if (closed !== undefined) {
    const again =
      closed === 'failed'
        ? { label: say('retry'), run: onAgain }
        : closed === 'expired' && isAnonymous && { label: say('newChat'), run: end }
    return (
      <>
        <Header title={words.title} holder={undefined} onClose={onClose} />
        <main>
          <Blank {...BLANKS[closed](say)} {...(again && { action: again })} />
        </main>
      </>
    )
  }

  return (
    <>
      <Header title={words.title} holder={holder} place={place} onClose={onClose}>
        <Menu
          offered={{
            say,
            holder,
            bot,
            isMuted,
            isAnonymous,
            onToPerson: conversation.pause,
            onToBot: conversation.unpause,
            onMute: mute,
            onEnd: () => setAsksEnd(true),
          }}
        />
      </Header>
      <main>
        <ConnectionBar state={connection} onTryNow={conversation.tryNow} />
        {conversation.isOpening ? (
          <Loading label={say('loading')} />
        ) : (
          <Log
            conversation={conversation}
            words={words}
            isKept={storage.isLasting || !isAnonymous}
            unread={unread}
            onChoose={conversation.say}
          />
        )}
        {asksEnd && more.part !== undefined ? (
          <more.part.EndQuestion onEnd={end} onCancel={() => setAsksEnd(false)} />
        ) : (
          <Composer
            field={field}
            draftKey={`interlude.draft.${bot.botId}.${identity?.userId ?? ''}`}
            storage={storage}
            onSay={send}
            onType={conversation.typing}
          />
        )}
      </main>
    </>
  )
}

/** Plays the sound. Stays silent if the sound cannot load. */
function ring(): void {
  more.load().then(
    ({ playSound }) => playSound(),
    () => undefined,
  )
}
