import { defined } from '../../lib/defined.ts'
import { need, type Token } from './access.ts'
import { failed, GraphError, invalidParameter } from './errors.ts'
import { echoEvent } from './events.ts'
import { readMessage } from './message.ts'
import { type Call, objectOf, textOf } from './parameters.ts'
import { personaOf } from './personas.ts'
import { deliverAll } from './receipts.ts'
import { recipientOf } from './recipient.ts'
import { announce, type Service } from './service.ts'
import { passControl, releaseControl } from './thread-control.ts'
import type { Attachment, Json, Message, Thread } from './types.ts'
import { checkWindow } from './window.ts'
import { ownerOf, type World } from './world.ts'

/** How long a typing sign stays. */
const TYPING_MS = 20_000

/**
 * `POST /{page}/messages`: https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/send-api.
 * Throws GraphError.
 */
export const send = (service: Service, token: Token, call: Call): Json => {
  need(token, 'pages_messaging')
  service.faults.count(token.page.id, service.world.now())
  const thread = recipientOf(service.world, token, call)
  const action = textOf(call.parameters, 'sender_action')
  const message = objectOf(call.parameters, 'message')
  if (action !== undefined && message !== undefined)
    throw invalidParameter('Cannot send both message and state at the same time.')
  if (action !== undefined) return act(service.world, token, thread, { action: action.toLowerCase(), call })
  if (message === undefined) throw invalidParameter('Param message is required')
  return sendMessage(service, token, thread, message, call)
}

const sendMessage = (service: Service, token: Token, thread: Thread, given: Json, call: Call): Json => {
  const { world } = service
  const content = readMessage(given)
  const attachments = content.attachments?.map(attachment => saved(world, attachment))
  const persona = personaOf(token, call)
  const replyTo = textOf(objectOf(call.parameters, 'reply_to') ?? {}, 'mid')
  const control = readControl(call)
  if (thread.hasBlocked) throw failed(551, 1545041)
  checkWindow(thread, call, world.now())
  const owner = ownerOf(thread, world.now())
  if (owner !== undefined && owner !== token.app.id)
    throw new GraphError({
      code: 10,
      subcode: 2018300,
      message: '(#10) Message failed to send because another app is controlling this thread now.',
      status: 403,
    })
  const fields = defined({ ...content, attachments, persona, replyTo })
  const message = say(service, thread, { from: 'page', appId: token.app.id, ...fields })
  if (control?.type === 'pass') passControl(service, thread, { from: token.app.id, to: control.appId })
  if (control?.type === 'release') releaseControl(service, thread)
  return defined({
    recipient_id: thread.psid,
    message_id: message.mid,
    attachment_id: reusable(world, content.attachments),
  })
}

/** Puts a message of the page into the conversation, and tells the applications. */
export const say = (service: Service, thread: Thread, content: Omit<Message, 'mid' | 'at'>): Message => {
  const message = service.world.addMessage(thread, content)
  thread.typingUntil = 0
  announce(service, thread, 'message_echoes', echoEvent(thread, message))
  deliverAll(service, thread)
  return message
}

/** A file that was saved earlier has its address from then. */
const saved = ({ attachments }: World, attachment: Attachment): Attachment => {
  const id = attachment.type === 'template' ? undefined : textOf(attachment.payload, 'attachment_id')
  if (id === undefined) return attachment
  const file = attachments.get(id)
  if (file === undefined)
    throw new GraphError({
      code: 100,
      subcode: 2018074,
      message: '(#100) Possible invalid ID or you do not own the attachment.',
    })
  return file
}

const reusable = (world: World, attachments: readonly Attachment[] | undefined): string | undefined => {
  const [file] = attachments ?? []
  return file?.payload.is_reusable === true ? world.keepAttachment(file) : undefined
}

/** Reads the parameter `thread_control`, which hands the conversation over after the message. */
const readControl = ({ parameters }: Call): { type: 'release' } | { type: 'pass'; appId: string } | undefined => {
  const control = objectOf(parameters, 'thread_control')
  if (control === undefined) return undefined
  const appId = textOf(control, 'app_id')
  if (control.control_type === 'release') return { type: 'release' }
  if (control.control_type === 'pass' && appId !== undefined) return { type: 'pass', appId }
  throw invalidParameter('Param thread_control[control_type] must be one of {pass, release}')
}

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/sender-actions */
const act = (
  world: World,
  token: Token,
  thread: Thread,
  { action, call }: { readonly action: string; readonly call: Call },
): Json => {
  const persona = personaOf(token, call)
  if (thread.hasBlocked) throw failed(551, 1545041)
  switch (action) {
    case 'typing_on':
      thread.typingUntil = world.now() + TYPING_MS
      thread.typingAs = persona
      break
    case 'typing_off':
      thread.typingUntil = 0
      break
    case 'mark_seen':
      thread.seenUpTo = world.now()
      break
    case 'react':
    case 'unreact':
      react(thread, action, objectOf(call.parameters, 'payload') ?? {})
      break
    default:
      throw invalidParameter('Param sender_action must be one of {MARK_SEEN, TYPING_ON, TYPING_OFF, REACT, UNREACT}')
  }
  world.changes++
  return { recipient_id: thread.psid }
}

const react = (thread: Thread, action: 'react' | 'unreact', payload: Json): void => {
  const message = thread.messages.find(({ mid }) => mid === textOf(payload, 'message_id'))
  const reaction = textOf(payload, 'reaction')
  if (message === undefined)
    throw invalidParameter('Param payload[message_id] must be the id of a message of this conversation')
  if (action === 'unreact') delete message.pageReaction
  else if (reaction === undefined) throw invalidParameter('Param payload[reaction] is required')
  else message.pageReaction = reaction
}
