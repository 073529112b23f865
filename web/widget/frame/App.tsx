import { useEffect, useRef, useState } from 'preact/hooks'
import type { ToFrame } from '../messages.ts'
import { ChatPane } from './ChatPane.tsx'
import { useBot } from './chat/use-chat.ts'
import { type Waiting, waitingWith } from './chat/waiting.ts'
import { wordsOf } from './chat/words.ts'
import { type Words, WordsContext } from './context.ts'
import { Header } from './header/Header.tsx'
import type { Host } from './host.ts'
import { applyLook } from './look.ts'
import type { AppProps, Orders } from './props.ts'
import { BLANKS, Blank } from './states/Blank.tsx'
import { Loading } from './states/Loading.tsx'

/** Shows the widget of the bot in the address, or the reason why it cannot. */
export function App({ params, texts, storage, host }: AppProps) {
  const [waiting, setWaiting] = useState<readonly Waiting[]>([])
  const orders = useOrders(host, text =>
    setWaiting(given => waitingWith(given, { type: 'message', message: { text } })),
  )
  const [attempt, setAttempt] = useState(0)
  const bot = useBot(params.bot, attempt)
  const again = () => setAttempt(attempt + 1)
  const onClose = host && (() => host.tell({ type: 'close' }))

  if (bot === undefined || typeof bot === 'string') {
    const words: Words = { say: texts.say, locale: texts.locale, botName: '', botPicture: undefined }
    const retry = bot === 'failed' && { action: { label: texts.say('retry'), run: again } }
    return (
      <WordsContext.Provider value={words}>
        <Header title={params.title ?? texts.say('chat')} holder={undefined} onClose={onClose} />
        <main>
          {bot === undefined ? (
            <Loading label={texts.say('loading')} />
          ) : (
            <Blank {...BLANKS[bot](texts.say)} {...retry} />
          )}
        </main>
      </WordsContext.Provider>
    )
  }

  const { name, avatarUrl, widget } = bot.bot
  const words = wordsOf(bot.bot, params, texts)
  applyLook(document.documentElement, {
    color: params.color ?? widget.color,
    radiusPx: params.radiusPx ?? widget.radius,
  })
  return (
    <WordsContext.Provider value={{ say: words.say, locale: texts.locale, botName: name, botPicture: avatarUrl }}>
      <ChatPane
        key={`${attempt} ${orders.identity?.userId}`}
        loaded={bot}
        words={words}
        orders={orders}
        storage={storage}
        host={host}
        waiting={waiting}
        onWaiting={setWaiting}
        onClose={onClose}
        onAgain={again}
      />
    </WordsContext.Provider>
  )
}

/** Handles the messages of the host page. Escape closes the frame unless another element handles it. */
function useOrders(host: Host | undefined, onSend: (text: string) => void): Orders {
  const [orders, setOrders] = useState<Orders>({ isShown: host === undefined, focuses: 0, identity: undefined })
  const send = useRef(onSend)
  send.current = onSend
  useEffect(() => {
    if (host === undefined) return
    host.listen(message => {
      if (message.type === 'send') send.current(message.text)
      else setOrders(given => afterOrder(given, message))
    })
    const close = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) host.tell({ type: 'close' })
    }
    document.addEventListener('keydown', close)
    return () => document.removeEventListener('keydown', close)
  }, [host])
  return orders
}

function afterOrder(orders: Orders, message: Exclude<ToFrame, { type: 'send' }>): Orders {
  switch (message.type) {
    case 'shown':
      return { ...orders, isShown: message.on, focuses: orders.focuses + Number(message.on && message.focus) }
    case 'identify':
      return { ...orders, identity: message.identity }
    default:
      return message satisfies never
  }
}
