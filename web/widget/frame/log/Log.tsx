import { useEffect, useState } from 'preact/hooks'
import type { ConversationSnapshot } from '../../../../lib/client/index.ts'
import type { ResumedEntry } from '../../../../lib/protocol/entry.ts'
import { dayName } from '../../../shared/times.ts'
import type { Conversation } from '../chat/use-conversation.ts'
import type { BotWords } from '../chat/words.ts'
import type { Choose } from '../content/Buttons.tsx'
import { Content, rich } from '../content/Content.tsx'
import { useWords } from '../context.ts'
import { Avatar } from '../header/Avatar.tsx'
import { Icon } from '../icons.tsx'
import { later, useLater } from '../later.ts'
import { askingIn } from '../rating/asking.ts'
import { MarkRow } from './MarkRow.tsx'
import { MessageRow } from './MessageRow.tsx'
import { offeringIn } from './offering.ts'
import { type Row, rowsOf } from './rows.ts'
import { Typing } from './Typing.tsx'
import { useScroll } from './use-scroll.ts'

const rating = later(() => import('../rating/rating.ts'))

interface LogProps {
  readonly conversation: Conversation
  readonly words: BotWords
  readonly isKept: boolean
  readonly unread: number
  readonly onChoose: Choose
}

/** Shows the conversation. Screen readers announce new messages, but not the history. */
export function Log({ conversation, words, isKept, unread, onChoose }: LogProps) {
  const { snapshot } = conversation
  const { say } = useWords()
  const history = useHistoryEnd(snapshot)
  const entries = snapshot.entries
  const older = rowsOf(
    entries.filter(({ seq }) => seq <= history),
    [],
  )
  const newer = rowsOf(
    entries.filter(({ seq }) => seq > history),
    snapshot.outbox,
  )
  const last = `${snapshot.cursor} ${snapshot.outbox.length} ${snapshot.typing.length}`
  const { scroller, content, isAtEnd, toEnd } = useScroll({
    first: `${older[0]?.key} ${snapshot.hasEarlier}`,
    last,
    onNearStart: () => {
      if (snapshot.hasEarlier && !snapshot.isLoadingEarlier) conversation.loadEarlier()
    },
  })
  const offering = offeringIn(snapshot)
  const part = useLater(rich, offering !== undefined)
  const asking = askingIn(entries, Date.now())
  const rows = { words, conversation, onChoose, asking }
  return (
    <div class="log-place">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll a log without links. */}
      <section ref={scroller} class="scroller" tabIndex={0} aria-label={say('messages')}>
        <div ref={content} class="log">
          {snapshot.hasEarlier ? (
            <p class="earlier">{snapshot.isLoadingEarlier && say('earlier')}</p>
          ) : (
            <Beginning words={words} isKept={isKept} onChoose={onChoose} />
          )}
          <Rows rows={older} {...rows} />
          <div role="log" aria-live="polite" aria-relevant="additions">
            <Rows rows={newer} {...rows} />
          </div>
          <Typing snapshot={snapshot} />
          {offering !== undefined && part !== undefined && <part.QuickReplies said={offering} onChoose={onChoose} />}
        </div>
      </section>
      {!isAtEnd && (
        <button type="button" class="to-end" onClick={toEnd}>
          <Icon name="down" size={16} />
          {unread > 0 && say('newMessages', { count: unread })}
          {unread === 0 && <span class="unseen">{say('next')}</span>}
        </button>
      )}
    </div>
  )
}

/**
 * Returns the newest `seq` at the time when the log was opened. Later entries are news, and all entries of a new
 * conversation.
 */
function useHistoryEnd({ status, cursor }: ConversationSnapshot): number {
  const [end, setEnd] = useState(status === 'unknown' ? 0 : undefined)
  useEffect(() => {
    if (status === 'open') setEnd(known => known ?? cursor)
  }, [status, cursor])
  return end ?? cursor
}

interface RowsProps {
  readonly rows: readonly Row[]
  readonly words: BotWords
  readonly conversation: Conversation
  readonly onChoose: Choose
  /** The end of the part of people that the user is asked to rate. */
  readonly asking: ResumedEntry | undefined
}

function Rows({ rows, ...rest }: RowsProps) {
  return rows.map(row => <RowOf key={row.key} row={row} {...rest} />)
}

function RowOf({ row, words, conversation, onChoose, asking }: Omit<RowsProps, 'rows'> & { readonly row: Row }) {
  const { locale } = useWords()
  switch (row.kind) {
    case 'day':
      return <p class="day">{dayName(row.at, Date.now(), locale)}</p>
    case 'mark':
      return (
        <>
          <MarkRow mark={row.mark} notice={words.notice} />
          {row.key === `${asking?.seq}` && asking && <Asking asking={asking} onRate={conversation.rate} />}
        </>
      )
    case 'message':
      return <MessageRow row={row} onChoose={onChoose} onRetry={conversation.resend} onDiscard={conversation.discard} />
    default:
      return row satisfies never
  }
}

interface AskingProps {
  readonly asking: ResumedEntry
  readonly onRate: Conversation['rate']
}

/** Asks for a rating, once that part is loaded. */
function Asking({ asking: { episode }, onRate }: AskingProps) {
  const part = useLater(rating, true)
  return part && <part.Rating onRate={words => onRate(episode, words)} />
}

/** Shown above the first message: the notice that a machine answers, and the greeting. */
function Beginning({ words, isKept, onChoose }: Pick<LogProps, 'words' | 'isKept' | 'onChoose'>) {
  const { say, botName, botPicture } = useWords()
  return (
    <div class="beginning">
      <p class="notice">
        <Icon name="bot" size={16} />
        <bdi>{words.notice}</bdi>
      </p>
      {!isKept && (
        <p class="notice">
          <Icon name="waiting" size={16} />
          <bdi>{say('notKept')}</bdi>
        </p>
      )}
      {words.greeting !== undefined && (
        <div class="turn" data-speaker="bot">
          <p class="turn-head">
            <Avatar face={{ type: 'bot', picture: botPicture }} size="small" />
            <bdi class="turn-name">{botName}</bdi>
          </p>
          <div class="message">
            <div class="bubble">
              <Content said={{ text: words.greeting }} isTyped={false} onChoose={onChoose} />
            </div>
          </div>
        </div>
      )}
    </div>
  )
}
