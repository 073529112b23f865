import { expect, it } from 'vitest'
import {
  MAX_NOTIFICATIONS,
  MAX_NOTIFICATIONS_AT_ONCE,
  type NewNotification,
  NOTIFICATION_MS,
} from '../../lib/ports/notifications.ts'
import { minutes, START } from '../support/clock.ts'
import { ana, bot } from '../support/people.ts'
import type { UnderTest } from './suite.ts'

export function notificationPromises(underTest: () => UnderTest): void {
  const aNotification = (id: string, overrides: Partial<NewNotification> = {}): NewNotification => ({
    id,
    kind: 'message',
    message: `the message ${id}`,
    level: 'info',
    by: bot,
    at: START,
    ...overrides,
  })
  const adds = (ids: readonly string[], { botId = 'shop', at = START } = {}) =>
    underTest().store.addNotifications(
      botId,
      ids.map(id => aNotification(id, { at })),
      at,
    )
  const lists = async (query: { open?: boolean; before?: number; limit?: number } = {}, now = START) => {
    const found = await underTest().store.notifications({ botId: 'shop', open: false, limit: 100, ...query }, now)
    return found.map(({ id }) => id)
  }
  const done = { at: START + minutes(1), by: ana }

  it('numbers notifications per bot, and keeps all their fields', async () => {
    const whole = aNotification('a', {
      kind: 'handoff',
      level: 'error',
      url: 'https://shop.example/orders',
      session: 'ses_AAAAAAAAAAAAAAAAAAAAAA',
      by: ana,
    })
    const { store } = underTest()

    const [first] = await store.addNotifications('shop', [whole], START)
    const more = await adds(['b', 'c'])
    const [ofBank] = await adds(['a'], { botId: 'bank' })

    expect(first).toEqual({ notification: { ...whole, number: 1 }, isNew: true })
    expect(more.map(({ notification }) => notification.number)).toEqual([2, 3])
    expect(ofBank?.notification.number).toBe(1)
    expect(await store.notifications({ botId: 'shop', open: false, limit: 1, before: 2 }, START)).toEqual([
      { ...whole, number: 1 },
    ])
  })

  it('adds no second notification with the same id', async () => {
    await adds(['a', 'b'])

    const again = await underTest().store.addNotifications(
      'shop',
      [aNotification('c'), aNotification('a', { message: 'other words' })],
      START,
    )

    expect(again.map(({ isNew, notification }) => [isNew, notification.number, notification.message])).toEqual([
      [true, 3, 'the message c'],
      [false, 1, 'the message a'],
    ])
    expect(await lists()).toEqual(['c', 'b', 'a'])
  })

  it('adds each notification once, also concurrently', async () => {
    const ids = ['a', 'b', 'c', 'd']

    const added = (await Promise.all(ids.flatMap(id => [adds([id]), adds([id])]))).flat()

    expect(added.filter(({ isNew }) => isNew)).toHaveLength(ids.length)
    expect(new Set(added.map(({ notification: { id, number } }) => `${id} ${number}`)).size).toBe(ids.length)
    expect([...(await lists())].sort()).toEqual(ids)
  })

  it('lists the newest first, page by page, with or without those that are done', async () => {
    await adds(['a', 'b', 'c', 'd', 'e'])
    for (const number of [4, 3]) await underTest().store.setNotificationDone('shop', { number }, done, START)

    expect(await lists({ limit: 2 })).toEqual(['e', 'd'])
    expect(await lists({ limit: 2, before: 4 })).toEqual(['c', 'b'])
    expect(await lists({ limit: 2, before: 2 })).toEqual(['a'])
    expect(await lists({ open: true, limit: 2 })).toEqual(['e', 'b'])
    expect(await lists({ open: true, limit: 2, before: 2 })).toEqual(['a'])
    expect(await lists({ before: 1 })).toEqual([])
  })

  it('keeps who marked a notification done first, until it is reopened', async () => {
    const { store } = underTest()
    const [added] = await adds(['a'])
    const { notification } = added!

    const first = await store.setNotificationDone('shop', { number: 1 }, done, START)
    const second = await store.setNotificationDone('shop', { id: 'a' }, { at: START, by: bot }, START)
    expect(first).toEqual({ notification: { ...notification, done }, changed: true })
    expect(second).toEqual({ notification: { ...notification, done }, changed: false })

    expect(await store.setNotificationDone('shop', { id: 'a' }, null, START)).toEqual({ notification, changed: true })
    expect(await store.setNotificationDone('shop', { number: 1 }, null, START)).toEqual({
      notification,
      changed: false,
    })
  })

  it('returns undefined for an unknown notification that is marked done', async () => {
    const { store } = underTest()
    await adds(['a'], { botId: 'bank' })

    expect(await store.setNotificationDone('shop', { number: 1 }, done, START)).toBeUndefined()
    expect(await store.setNotificationDone('shop', { id: 'a' }, null, START)).toBeUndefined()
    expect(await lists()).toEqual([])
  })

  it('forgets a notification after its lifetime, and never reuses its number', async () => {
    await adds(['a', 'b'])
    const later = START + NOTIFICATION_MS

    expect(await lists({}, later - 1000)).toEqual(['b', 'a'])
    expect(await lists({}, later)).toEqual([])
    expect(await underTest().store.setNotificationDone('shop', { number: 1 }, done, later)).toBeUndefined()
    expect(await underTest().store.setNotificationDone('shop', { id: 'b' }, done, later)).toBeUndefined()

    const [again] = await adds(['a'], { at: later })
    expect(again).toMatchObject({ notification: { id: 'a', number: 3, at: later }, isNew: true })
    expect(await lists({}, later)).toEqual(['a'])
  })

  it('keeps only the newest notifications of a bot', async () => {
    const names = Array.from({ length: MAX_NOTIFICATIONS + 30 }, (_, at) => `n${at + 1}`)
    for (let at = 0; at < names.length; at += MAX_NOTIFICATIONS_AT_ONCE) {
      await adds(names.slice(at, at + MAX_NOTIFICATIONS_AT_ONCE))
    }

    expect(await lists({ limit: 1000 })).toEqual(names.slice(30).toReversed())
    expect(await underTest().store.setNotificationDone('shop', { id: 'n30' }, done, START)).toBeUndefined()
    const [again] = await adds(['n30'])
    expect(again).toMatchObject({ notification: { number: names.length + 1 }, isNew: true })
    expect(await lists({ before: 33 })).toEqual(['n32'])
  })

  it("raises each agent's read mark at each bot, and never lowers it", async () => {
    const { store } = underTest()
    expect(await store.notificationsRead('shop', 'ana')).toBe(0)

    expect(await store.readNotifications('shop', 'ana', 5, START)).toBe(5)
    expect(await store.readNotifications('shop', 'ana', 3, START)).toBe(5)
    expect(await store.readNotifications('shop', 'ana', 7, START)).toBe(7)
    await store.readNotifications('shop', 'ben', 2, START)

    expect(await store.notificationsRead('shop', 'ana')).toBe(7)
    expect(await store.notificationsRead('shop', 'ben')).toBe(2)
    expect(await store.notificationsRead('bank', 'ana')).toBe(0)
  })
}
