import { useState } from 'react'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'

/**
 * Asks for the permission to notify when a button is pressed, because browsers refuse a page that asks while it loads.
 */
export function NotificationPermission() {
  const { settings } = useTexts()
  const [permission, setPermission] = useState(() => ('Notification' in window ? Notification.permission : 'denied'))
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <span>{settings.notifications}</span>
      {permission === 'default' && (
        <Button onClick={() => void Notification.requestPermission().then(setPermission)}>
          {settings.allowNotifications}
        </Button>
      )}
      {permission === 'granted' && <span className="text-text-3">{settings.notificationsAllowed}</span>}
      {permission === 'denied' && <span className="text-text-3">{settings.notificationsDenied}</span>}
    </div>
  )
}
