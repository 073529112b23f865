import type { App } from '../app.ts'
import { botIfAny } from '../bots/bot-if-any.ts'
import type { CallResult } from '../ports/outside.ts'
import type { EventsConfig } from '../protocol/config.ts'
import type { Entry } from '../protocol/entry.ts'
import { type EventEntry, eventType, isEvent } from '../session/events.ts'
import { type Addressed, eventOf } from '../webhooks/event.ts'

/** Time limit of sending an event. A failed one is tried again by deadline. */
export const EVENT_TIMEOUT_MS = 3_000

/** Whether an entry is an event that the operator wants. */
export function isWanted({ types }: EventsConfig, entry: Entry): entry is EventEntry {
  return isEvent(entry) && (types === undefined || types.includes(eventType(entry)))
}

/** Sends one event. The `webhook-id` is its id. `skipIfSilent`: as in `WebhookCaller`. */
export async function sendEvent(
  { webhooks }: Pick<App, 'webhooks'>,
  { url, secret }: EventsConfig,
  session: Addressed,
  entry: EventEntry,
  { skipIfSilent }: { readonly skipIfSilent: boolean },
): Promise<CallResult> {
  const body = eventOf(session, entry)
  return await webhooks.post({ url, secret, id: body.id, body, timeoutMs: EVENT_TIMEOUT_MS, skipIfSilent })
}

/** The operator's endpoint for the events of a bot. Undefined if the bot has none, or is gone. */
export async function endpointOf(
  { directory }: Pick<App, 'directory'>,
  botId: string,
): Promise<EventsConfig | undefined> {
  return (await botIfAny(directory, botId))?.config.events
}
