import { useEffect, useRef } from 'react'
import { Link } from 'wouter'
import type { Conversation } from '../../../lib/protocol/conversation.ts'
import { type Place, pathOf } from '../app/paths.ts'
import { nameOf } from '../data/names.ts'
import { snoozeOf, waitsSince } from '../data/views.ts'
import type { Texts } from '../texts/en.ts'
import { useLocale, useTexts } from '../texts/useTexts.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { fullTime, shortTime } from '../ui/times.ts'
import { SnoozeMark } from './SnoozeMark.tsx'
import { WaitingTime } from './WaitingTime.tsx'

/** A row of the inbox: the user, the last message, and the waiting time or the end of a snooze. */
export function ConversationRow({
  conversation,
  isUnread,
  queueName,
  place,
  at,
  of,
  isStop,
  isAim,
  isSelecting,
  isSelected,
  onFocus,
  onSelect,
}: {
  conversation: Conversation
  isUnread: boolean
  /** The queue in which the conversation waits, if the row names it. */
  queueName: string | undefined
  place: Extract<Place, { page: 'inbox' }>
  /** The row's position, from 1, and the number of rows. */
  at: number
  of: number
  /** True for the one row that Tab reaches. */
  isStop: boolean
  /** True if the row must take the focus. */
  isAim: boolean
  /** True if any row of the list is selected. */
  isSelecting: boolean
  isSelected: boolean
  onFocus: (id: string) => void
  /** `isRange`: also selects the rows since the last chosen one. */
  onSelect: (id: string, isRange: boolean) => void
}) {
  const link = useRef<HTMLAnchorElement | null>(null)
  useEffect(() => {
    if (!isAim) return undefined
    let frame: number
    // The list hides a new row until it knows its height, so try in each frame.
    const take = () => {
      link.current?.focus({ preventScroll: true })
      frame = requestAnimationFrame(take)
    }
    take()
    return () => cancelAnimationFrame(frame)
  }, [isAim])
  const { id, user, control, channel, lastEventAt, tags = [] } = conversation
  const texts = useTexts()
  const locale = useLocale()
  const name = nameOf(conversation)
  const since = waitsSince(conversation)
  const snooze = snoozeOf(control)
  const priority = control.holder === 'human' ? control.handoff.priority : 'normal'
  return (
    // biome-ignore lint/a11y/useSemanticElements: the virtual list renders elements of its own between the list and its items.
    <div role="listitem" aria-posinset={at} aria-setsize={of} className="group/row relative">
      <label className="absolute inset-y-0 start-0 flex w-14 cursor-pointer items-center justify-center">
        <input
          type="checkbox"
          checked={isSelected}
          // The list is one Tab stop. On a row, the key `x` does the same.
          tabIndex={-1}
          aria-label={texts.row.select(name)}
          onChange={() => {}}
          onClick={event => onSelect(id, event.shiftKey)}
          onFocus={() => onFocus(id)}
          className={`size-4 cursor-pointer accent-accent group-focus-within/row:opacity-100 group-hover/row:opacity-100 ${isSelected || isSelecting ? '' : 'opacity-0'}`}
        />
      </label>
      <Link
        ref={link}
        to={pathOf({ ...place, session: id })}
        tabIndex={isStop ? 0 : -1}
        onFocus={() => onFocus(id)}
        aria-current={id === place.session ? 'true' : undefined}
        data-holder={control.holder}
        className="flex h-16 items-center gap-3 border-line border-s-3 border-s-transparent border-b px-3 -outline-offset-2 hover:bg-sunken aria-[current]:border-s-accent aria-[current]:bg-selected"
      >
        <span
          className={`group-focus-within/row:invisible group-hover/row:invisible ${isSelected || isSelecting ? 'invisible' : ''}`}
        >
          <Avatar name={name} url={user.avatarUrl} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className="min-w-0 flex-1 truncate font-medium text-text">
              <bdi>{name}</bdi>
            </span>
            {snooze && <SnoozeMark snooze={snooze} />}
            {since !== undefined && <WaitingTime since={since} />}
            {snooze === undefined && since === undefined && (
              <time
                dateTime={lastEventAt}
                title={fullTime(lastEventAt, locale)}
                className="text-small text-text-3 tabular-nums"
              >
                {shortTime(lastEventAt, Date.now(), locale)}
              </time>
            )}
          </span>
          <span className="flex items-baseline gap-2 text-text-2">
            <span className={`min-w-0 flex-1 truncate ${isUnread ? 'font-medium text-text' : ''}`} dir="auto">
              {lastWords(conversation, texts)}
            </span>
            {isUnread && (
              <span className="size-2 shrink-0 self-center rounded-full bg-accent">
                <span className="sr-only">{texts.row.unread}</span>
              </span>
            )}
            {(priority === 'high' || priority === 'urgent') && (
              <span className="font-medium text-late text-small">{texts.row.priority[priority]}</span>
            )}
            {queueName !== undefined && <bdi className="max-w-24 truncate text-small text-text-2">{queueName}</bdi>}
            {queueName === undefined && tags.length > 0 && <TagMark tags={tags} />}
            <bdi className="max-w-20 truncate text-small text-text-3">{channel}</bdi>
          </span>
        </span>
      </Link>
    </div>
  )
}

/** Shows the first tag, and how many follow. */
function TagMark({ tags }: { tags: readonly string[] }) {
  return (
    <span title={tags.join(', ')} className="flex max-w-24 items-baseline gap-1 text-small text-text-2">
      <bdi className="min-w-0 truncate rounded-control bg-sunken px-1">{tags[0]}</bdi>
      {tags.length > 1 && <span className="tabular-nums">+{tags.length - 1}</span>}
    </span>
  )
}

function lastWords({ preview }: Conversation, { inbox }: Texts): string {
  if (preview === undefined) return inbox.nothingSaid
  switch (preview.from) {
    case 'user':
      return preview.text
    case 'agent':
      return inbox.agentSaid(preview.text)
    case 'bot':
      return inbox.botSaid(preview.text)
    case 'system':
      return inbox.systemSaid(preview.text)
    default:
      return preview.from satisfies never
  }
}
