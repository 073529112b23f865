import { deliveryEvent, readEvent } from './events.ts'
import { announce, type Service } from './service.ts'
import type { Thread } from './types.ts'

/** Delivers the page's messages to the person's device, if it is on. */
export const deliverAll = (service: Service, thread: Thread): void => {
  if (!thread.isOnline) return
  const delivered = thread.messages.filter(({ from, at }) => from === 'page' && at > thread.deliveredUpTo)
  const last = delivered.at(-1)
  if (last === undefined) return
  thread.deliveredUpTo = last.at
  service.world.changes++
  const mids = delivered.map(({ mid }) => mid)
  announce(service, thread, 'message_deliveries', deliveryEvent(thread, mids, last.at, at(service, last.at)))
}

/** Marks the page's messages as read by the person. Does nothing if all of them are. */
export const readAll = (service: Service, thread: Thread): void => {
  deliverAll(service, thread)
  const last = thread.messages.findLast(({ from }) => from === 'page')
  if (last === undefined || last.at <= thread.readUpTo || last.at > thread.deliveredUpTo) return
  thread.readUpTo = last.at
  service.world.changes++
  announce(service, thread, 'message_reads', readEvent(thread, last.at, at(service, last.at)))
}

/** An event is not earlier than the message that it is about. */
const at = ({ world }: Service, earliest: number): number => Math.max(world.now(), earliest)
