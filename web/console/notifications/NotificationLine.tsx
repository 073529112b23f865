import { Popover } from '@base-ui/react/popover'
import { Check, CircleAlert, CircleCheck, Info, type LucideIcon } from 'lucide-react'
import { Link } from 'wouter'
import type { Notification, NotificationLevel } from '../../../lib/protocol/notification.ts'
import { linkUrl } from '../../../lib/protocol/safe-url.ts'
import { pathOf } from '../app/paths.ts'
import { useServer } from '../data/server.ts'
import type { Texts } from '../texts/en.ts'
import { useLocale, useTexts } from '../texts/useTexts.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { fullTime, shortTime } from '../ui/times.ts'

const LEVELS = {
  info: { Icon: Info, look: 'text-accent' },
  success: { Icon: CircleCheck, look: 'text-person' },
  error: { Icon: CircleAlert, look: 'text-late' },
} as const satisfies Record<NotificationLevel, { readonly Icon: LucideIcon; readonly look: string }>

/** Shows a notification with its link, and a button that marks it as done. */
export function NotificationLine({
  notification: { kind, message, level, url, session, at, by },
  isUnread,
  onDone,
}: {
  notification: Notification
  isUnread: boolean
  onDone: () => void
}) {
  const { notifications: texts } = useTexts()
  const { botId } = useServer()
  const locale = useLocale()
  const { Icon, look } = LEVELS[level]
  const href = url === undefined ? undefined : linkUrl(url)
  return (
    <li
      className={`flex items-start gap-3 border-line border-b px-4 py-3 last:border-b-0 ${isUnread ? 'font-medium' : ''}`}
    >
      <Icon size={16} className={`mt-0.5 shrink-0 ${look}`} role="img" aria-label={texts.levels[level]} />
      <div className="min-w-0 flex-1">
        <p className="break-words" dir="auto">
          {textOf({ kind, message, by }, texts)}
        </p>
        <p className="flex flex-wrap gap-x-3 font-normal text-small text-text-3">
          <time dateTime={at} title={fullTime(at, locale)}>
            {shortTime(at, Date.now(), locale)}
          </time>
          {session !== undefined && (
            <Popover.Close
              render={<Link to={pathOf({ page: 'inbox', botId, view: 'all', session })} className="text-accent" />}
              nativeButton={false}
            >
              {texts.openConversation}
            </Popover.Close>
          )}
          {href !== undefined && (
            <a href={href} target="_blank" rel="noopener noreferrer" className="text-accent">
              {texts.openLink}
            </a>
          )}
        </p>
      </div>
      <IconButton label={texts.done} onClick={onDone}>
        <Check size={16} aria-hidden="true" />
      </IconButton>
    </li>
  )
}

function textOf(
  { kind, message, by }: Pick<Notification, 'kind' | 'message' | 'by'>,
  { handoff, whisper }: Texts['notifications'],
): string {
  switch (kind) {
    case 'handoff':
      return handoff
    case 'whisper':
      return whisper(by.name ?? by.id ?? '', message)
    case 'message':
      return message
    default:
      return kind satisfies never
  }
}
