import { Link } from 'wouter'
import type { Conversation } from '../../../lib/protocol/conversation.ts'
import { type Place, pathOf } from '../app/paths.ts'
import { nameOf } from '../data/names.ts'
import { useLanguage, useTexts } from '../texts/useTexts.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { shortTime } from '../ui/times.ts'
import { WaitingTime } from './WaitingTime.tsx'

/** One conversation of the inbox: who it is, the last words, and how long they wait. */
export function ConversationRow({
  conversation,
  place,
}: {
  conversation: Conversation
  place: Extract<Place, { page: 'inbox' }>
}) {
  const { id, user, control, preview, channel, lastEventAt } = conversation
  const texts = useTexts()
  const language = useLanguage()
  const name = nameOf(conversation)
  const isOpen = id === place.session
  return (
    <li>
      <Link
        to={pathOf({ ...place, session: id })}
        aria-current={isOpen ? 'true' : undefined}
        className="flex h-16 items-center gap-3 border-line border-b px-3 hover:bg-sunken aria-[current]:bg-sunken"
      >
        <Avatar name={name} url={user.avatarUrl} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <bdi className="min-w-0 flex-1 truncate font-medium">{name}</bdi>
            {control.holder === 'human' && control.handoff.status === 'pending' ? (
              <WaitingTime since={control.since} />
            ) : (
              <time dateTime={lastEventAt} className="text-small text-text-3 tabular-nums">
                {shortTime(lastEventAt, Date.now(), language)}
              </time>
            )}
          </span>
          <span className="flex items-baseline gap-2 text-text-2">
            <span className="min-w-0 flex-1 truncate">
              {preview === undefined ? texts.inbox.nothingSaid : `${speakerOf(preview.from, texts)}${preview.text}`}
            </span>
            <span className="text-small text-text-3">{channel}</span>
          </span>
        </span>
      </Link>
    </li>
  )
}

function speakerOf(from: NonNullable<Conversation['preview']>['from'], { inbox }: ReturnType<typeof useTexts>): string {
  switch (from) {
    case 'user':
      return ''
    case 'agent':
      return `${inbox.you}: `
    case 'bot':
      return `${inbox.bot}: `
    case 'system':
      return `${inbox.system}: `
    default:
      return from satisfies never
  }
}
