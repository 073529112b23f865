import { need, type Token } from './access.ts'
import { GraphError, invalidParameter } from './errors.ts'
import { handoverEvent, requestEvent } from './events.ts'
import { type Call, textOf } from './parameters.ts'
import { recipientOf } from './recipient.ts'
import { announceTo, type Service } from './service.ts'
import { type Json, PAGE_INBOX, type Thread } from './types.ts'
import { ownerOf } from './world.ts'

// The calls of https://developers.facebook.com/documentation/business-messaging/messenger-platform/conversation-routing.

/** `POST /{page}/pass_thread_control`: gives the conversation to `target_app_id`. Throws GraphError. */
export const passThreadControl = (service: Service, token: Token, call: Call): Json => {
  const thread = controlled(service, token, call)
  const to = textOf(call.parameters, 'target_app_id')
  if (to === undefined) throw invalidParameter('The parameter target_app_id is required')
  if (to !== PAGE_INBOX && !token.page.installed.has(to))
    throw invalidParameter('Param target_app_id must be an app that is connected to the page')
  passControl(service, thread, { from: token.app.id, to, metadata: textOf(call.parameters, 'metadata') })
  return { success: true }
}

/** `POST /{page}/take_thread_control`: takes the conversation from its owner. Only with a default application. */
export const takeThreadControl = (service: Service, token: Token, call: Call): Json => {
  need(token, 'pages_messaging')
  const thread = recipientOf(service.world, token, call)
  if (token.page.defaultAppId === undefined)
    throw new GraphError({
      code: 10,
      message: '(#10) Take thread control is blocked: the page has no default application.',
      status: 403,
    })
  takeControl(service, thread, { by: token.app.id, metadata: textOf(call.parameters, 'metadata') })
  return { success: true }
}

/** `POST /{page}/release_thread_control`: leaves the conversation without an owner. */
export const releaseThreadControl = (service: Service, token: Token, call: Call): Json => {
  releaseControl(service, controlled(service, token, call))
  return { success: true }
}

/** `POST /{page}/request_thread_control`: asks the owner for the conversation. */
export const requestThreadControl = (service: Service, token: Token, call: Call): Json => {
  need(token, 'pages_messaging')
  const { world } = service
  const thread = recipientOf(world, token, call)
  const owner = ownerOf(thread, world.now())
  if (owner !== undefined)
    announceTo(
      service,
      owner,
      thread,
      requestEvent(thread, token.app.id, textOf(call.parameters, 'metadata'), world.now()),
    )
  return { success: true }
}

/** `GET /{page}/thread_owner?recipient=PSID`. */
export const threadOwner = (service: Service, token: Token, call: Call): Json => {
  need(token, 'pages_messaging')
  const id = textOf(call.parameters, 'recipient')
  const thread = recipientOf(service.world, token, { ...call, parameters: { recipient: { id } } })
  const owner = ownerOf(thread, service.world.now())
  return { data: owner === undefined ? [] : [{ thread_owner: { app_id: owner } }] }
}

/** Gives a conversation to an application, and tells the new owner. */
export const passControl = (
  service: Service,
  thread: Thread,
  { from, to, metadata }: { readonly from: string; readonly to: string; readonly metadata?: string | undefined },
): void => {
  const { world } = service
  thread.ownerAppId = to
  world.changes++
  const event = handoverEvent(thread, 'pass_thread_control', { from, to, metadata }, world.now())
  announceTo(service, to, thread, event)
}

/** Takes a conversation, and tells the application that had it. */
export const takeControl = (
  service: Service,
  thread: Thread,
  { by, metadata }: { readonly by: string; readonly metadata?: string | undefined },
): void => {
  const { world } = service
  const from = ownerOf(thread, world.now())
  if (from === by) return
  thread.ownerAppId = by
  world.changes++
  const loser = from ?? thread.page.defaultAppId
  if (loser === undefined || loser === by) return
  announceTo(
    service,
    loser,
    thread,
    handoverEvent(thread, 'take_thread_control', { from, to: by, metadata }, world.now()),
  )
}

export const releaseControl = ({ world }: Service, thread: Thread): void => {
  delete thread.ownerAppId
  world.changes++
}

/** The conversation of a call that only its owner may make, or anybody while it has none. */
const controlled = (service: Service, token: Token, call: Call): Thread => {
  need(token, 'pages_messaging')
  const thread = recipientOf(service.world, token, call)
  const owner = ownerOf(thread, service.world.now())
  if (owner !== undefined && owner !== token.app.id)
    throw new GraphError({
      code: 10,
      subcode: 2018300,
      message: '(#10) The call failed because another app is controlling this thread now.',
      status: 403,
    })
  return thread
}
