import type { ChannelEvent } from '../channel.ts'
import { derivedId, idOf, type Json } from '../fields.ts'

/**
 * The app of the page's own inbox. Source: developers.facebook.com/documentation/business-messaging/messenger-platform,
 * "Conversation Routing". The page about message echoes writes it with a digit less.
 */
export const PAGE_INBOX_APP = '263902037430900'

/**
 * Reads an event of Conversation Routing. `pass_thread_control` goes to the app that got the conversation,
 * `take_thread_control` to the one that lost it. Older versions leave out the new owner, and an operator may not have
 * entered the app's id: then the kind tells. Source:
 * developers.facebook.com/documentation/business-messaging/messenger-platform, "messaging_handovers Webhook Event Reference".
 */
export function controlOf(
  kind: 'pass_thread_control' | 'take_thread_control',
  { new_owner_app_id, previous_owner_app_id }: Json,
  { ownAppId, facts }: { readonly ownAppId: string | undefined; readonly facts: readonly unknown[] },
): ChannelEvent {
  const [to, from] = [idOf(new_owner_app_id), idOf(previous_owner_app_id)]
  const isOurs = to === undefined || ownAppId === undefined ? kind === 'pass_thread_control' : to === ownAppId
  const caller = kind === 'pass_thread_control' ? from : to
  return {
    kind: 'control',
    id: derivedId('control', ...facts, kind, to, from),
    change: isOurs ? 'given' : 'taken',
    by: nameOf(isOurs ? from : to),
    ...(ownAppId !== undefined && caller === ownAppId && { own: true }),
  }
}

function nameOf(appId: string | undefined): string {
  if (appId === undefined) return 'another app'
  return appId === PAGE_INBOX_APP ? "the page's inbox" : `app ${appId}`
}
