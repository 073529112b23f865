import type { Log } from '../../lib/ports/system.ts'
import type { Faults } from './faults.ts'
import { type Field, type Json, PAGE_INBOX, type Thread } from './types.ts'
import type { Webhooks } from './webhooks.ts'
import { ownerOf, type World } from './world.ts'

/** The parts of the double. */
export interface Service {
  readonly world: World
  readonly webhooks: Webhooks
  readonly faults: Faults
  readonly log: Log
}

/**
 * The events that an application without control gets on the channel `standby`:
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/standby. The
 * page about echoes shows one there, too.
 */
const ON_STANDBY: ReadonlySet<Field> = new Set([
  'messages',
  'message_echoes',
  'message_deliveries',
  'message_reads',
  'messaging_postbacks',
])

/** Sends an event of a conversation to the applications of its page that subscribed to its field. */
export const announce = ({ world, webhooks }: Service, thread: Thread, field: Field, event: Json): void => {
  const owner = ownerOf(thread, world.now())
  for (const [appId, fields] of thread.page.installed) {
    const app = world.apps.get(appId)
    if (app === undefined) continue
    const isOwner = owner === undefined || owner === appId || !ON_STANDBY.has(field)
    if (!fields.has(isOwner ? field : 'standby')) continue
    webhooks.push({
      app,
      page: thread.page,
      key: thread.psid,
      channel: isOwner ? 'messaging' : 'standby',
      event: isOwner ? event : withoutPayload(event),
    })
  }
}

/** Sends an event of `messaging_handovers` to one application. */
export const announceTo = ({ world, webhooks }: Service, appId: string, thread: Thread, event: Json): void => {
  const app = world.apps.get(appId)
  if (app !== undefined && thread.page.installed.get(appId)?.has('messaging_handovers'))
    webhooks.push({ app, page: thread.page, key: thread.psid, channel: 'messaging', event })
}

/** A postback on `standby` has no payload. */
const withoutPayload = (event: Json): Json => {
  if (typeof event.postback !== 'object' || event.postback === null) return event
  return { ...event, postback: { ...event.postback, payload: undefined } }
}

/** The name of an application in logs and on the page. */
export const appName = ({ apps }: World, appId: string): string =>
  appId === PAGE_INBOX ? 'Page inbox' : (apps.get(appId)?.name ?? appId)
