import { Popover } from '@base-ui/react/popover'
import { Bell as BellIcon } from 'lucide-react'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'
import { unreadCount } from './list.ts'
import { NotificationLine } from './NotificationLine.tsx'
import { useNotifications } from './useNotifications.ts'

const MOST_SHOWN = 99

/** A bell with the number of unread notifications. It opens the list. */
export function Bell() {
  const { app, notifications: texts } = useTexts()
  const { items, markRead, setDone, ...list } = useNotifications()
  const unread = unreadCount({ items, readUpTo: list.readUpTo })
  const emptyText = { loading: app.loading, failed: texts.failed, ready: texts.none }
  const label = unread === 0 ? texts.label : texts.unread(unread)
  return (
    <Popover.Root onOpenChange={isOpen => !isOpen && markRead()}>
      <Popover.Trigger
        aria-label={label}
        title={label}
        className="relative inline-flex size-9 items-center justify-center rounded-control text-text-2 hover:bg-ground hover:text-text pointer-coarse:size-11"
      >
        <BellIcon size={18} aria-hidden="true" />
        {unread > 0 && (
          <span
            aria-hidden="true"
            className="absolute end-0 top-0 min-w-4 rounded-full bg-accent px-1 text-center text-on-accent text-small tabular-nums"
          >
            {unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}
          </span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner side="right" align="end" sideOffset={8} collisionPadding={8}>
          <Popover.Popup className="flex max-h-120 w-85 max-w-[var(--available-width)] flex-col rounded-card border border-line bg-raised shadow-lg">
            <Popover.Title className="border-line border-b px-4 py-3 font-medium">{texts.label}</Popover.Title>
            {items.length === 0 ? (
              <div className={`flex flex-col items-start gap-3 p-4 ${list.status === 'loading' ? 'late' : ''}`}>
                <p className="text-text-3">{emptyText[list.status]}</p>
                {list.status === 'failed' && <Button onClick={list.retry}>{app.tryAgain}</Button>}
              </div>
            ) : (
              <ul className="overflow-y-auto">
                {items.map(notification => (
                  <NotificationLine
                    key={notification.number}
                    notification={notification}
                    isUnread={notification.number > list.readUpTo}
                    onDone={() => setDone(notification.number)}
                  />
                ))}
              </ul>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
