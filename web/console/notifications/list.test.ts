import { describe, expect, it } from 'vitest'
import type { Notification } from '../../../lib/protocol/notification.ts'
import { unreadCount, withNotification } from './list.ts'

const AT = '2026-01-05T09:00:00.000Z'

const notification = (number: number, more: Partial<Notification> = {}): Notification => ({
  number,
  id: `n${number}`,
  kind: 'message',
  message: `notification ${number}`,
  level: 'info',
  at: AT,
  by: { type: 'bot' },
  ...more,
})

const numbers = ({ items }: { items: readonly Notification[] }) => items.map(({ number }) => number)

describe('the list of notifications', () => {
  it('has each notification once, newest first', () => {
    const list = [1, 3, 2, 3].reduce((sum, number) => withNotification(sum, notification(number)), {
      items: [] as readonly Notification[],
      readUpTo: 0,
    })
    expect(numbers(list)).toEqual([3, 2, 1])
  })

  it('drops a notification that is done, and adds it again if it is reopened', () => {
    const list = { items: [notification(2), notification(1)], readUpTo: 1 }
    const done = withNotification(list, notification(2, { done: { at: AT, by: { type: 'agent' } } }))
    expect(numbers(done)).toEqual([1])
    expect(numbers(withNotification(done, notification(2)))).toEqual([2, 1])
  })

  it('counts the notifications after the read mark', () => {
    expect(unreadCount({ items: [notification(5), notification(3)], readUpTo: 3 })).toBe(1)
  })
})
