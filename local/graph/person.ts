import { defined } from '../../lib/defined.ts'
import { buttonsOf, quickRepliesOf } from './choices.ts'
import {
  deletionEvent,
  editEvent,
  messageEvent,
  optInEvent,
  postbackEvent,
  reactionEvent,
  referralEvent,
} from './events.ts'
import { deliverAll, readAll } from './receipts.ts'
import { announce, type Service } from './service.ts'
import type { Attachment, Field, Json, Message, Thread } from './types.ts'
import { messageOf, ownerOf } from './world.ts'

/** A person in Messenger, in the conversation with one page. Every act throws if what it acts on is not there. */
export class Person {
  readonly #service: Service
  readonly thread: Thread

  constructor(service: Service, thread: Thread) {
    this.#service = service
    this.thread = thread
  }

  /** The page-scoped id. */
  get psid(): string {
    return this.thread.psid
  }

  /** Writes a text. `replyTo`: the id of the message that the person answers. Returns the id of the message. */
  says(text: string, { replyTo }: { readonly replyTo?: string } = {}): string {
    return this.#sends(defined({ text, replyTo }))
  }

  /** Sends a file (`image`, `audio`, `video` or `file`) by its address. */
  sendsFile(type: string, url: string): string {
    return this.#sends({ attachments: [{ type, payload: { url } }] })
  }

  /** Sends any attachments, as Meta would describe them (`fallback`, `sticker`, `location`, …), with or without a text. */
  sendsAttachments(attachments: readonly Attachment[], text?: string): string {
    return this.#sends(defined({ attachments, text }))
  }

  /** Taps a quick reply of the newest message that has it, by its title. */
  taps(title: string): string {
    return this.#taps(this.thread.messages.flatMap(quickRepliesOf).findLast(each => each.title === title))
  }

  /** Taps the quick reply of a message with this index. */
  tapsAt(mid: string, index: number): string {
    return this.#taps(quickRepliesOf(messageOf(this.thread, mid))[index])
  }

  /** Presses a button of the newest message that has it, by its title. Only a postback has an event. */
  presses(title: string): string {
    return this.#presses(this.thread.messages.flatMap(buttonsOf).findLast(each => each.title === title))
  }

  /** Presses the button of a message with this index, counted over all of its cards. */
  pressesAt(mid: string, index: number): string {
    return this.#presses(buttonsOf(messageOf(this.thread, mid))[index])
  }

  /** Presses "Get started". */
  starts(payload = 'GET_STARTED'): string {
    return this.#postback('Get Started', payload)
  }

  /** Reacts to a message with an emoji, or takes the reaction back. */
  reacts(mid: string, emoji: string | undefined): void {
    const message = messageOf(this.thread, mid)
    const shown = emoji ?? message.reaction
    if (shown === undefined) throw new Error(`no reaction to ${mid}`)
    if (emoji === undefined) delete message.reaction
    else message.reaction = emoji
    this.#acts()
    this.#announce(
      'message_reactions',
      reactionEvent(this.thread, mid, shown, emoji === undefined ? 'unreact' : 'react', this.#now()),
    )
  }

  /** Changes the text of a message of the person. */
  edits(mid: string, text: string): void {
    const message = this.#own(mid)
    message.text = text
    message.edits = (message.edits ?? 0) + 1
    this.#changed()
    this.#announce('message_edits', editEvent(this.thread, message, this.#now()))
  }

  /** Unsends a message of the person. */
  deletes(mid: string): void {
    const message = this.#own(mid)
    message.isDeleted = true
    delete message.text
    this.#changed()
    this.#announce('messages', deletionEvent(this.thread, message, this.#now()))
  }

  /** Reads everything that the page sent. */
  reads(): void {
    readAll(this.#service, this.thread)
  }

  /** Comes back by an `m.me` link with this `ref`. */
  follows(ref: string): void {
    this.#acts()
    this.#announce('messaging_referrals', referralEvent(this.thread, ref, this.#now()))
  }

  /** Opts in to something. `optin` is the event's own part. */
  optsIn(optin: Json): void {
    this.#acts()
    this.#announce('messaging_optins', optInEvent(this.thread, optin, this.#now()))
  }

  /** Switches the device off: nothing is delivered until it is on again. */
  goesOffline(): void {
    this.thread.isOnline = false
    this.#changed()
  }

  comesOnline(): void {
    this.thread.isOnline = true
    this.#changed()
    deliverAll(this.#service, this.thread)
  }

  /** Blocks the page: sends to this person fail with 551. */
  blocks(): void {
    this.thread.hasBlocked = true
    this.#changed()
  }

  unblocks(): void {
    this.thread.hasBlocked = false
    this.#changed()
  }

  /** Acted this long ago the last time: moves the windows for answers, as if time had passed. */
  waited(ms: number): void {
    this.thread.lastActAt = this.#now() - ms
    this.#changed()
  }

  /** Has no profile that the API may tell, as people who use Messenger with a telephone number. */
  hidesProfile(): void {
    this.thread.hasProfile = false
  }

  #taps(reply: Json | undefined): string {
    if (reply === undefined) throw new Error('no such quick reply')
    return this.#sends({ text: String(reply.title ?? ''), quickReplyPayload: String(reply.payload ?? '') })
  }

  #presses(button: Json | undefined): string {
    if (button?.type !== 'postback') throw new Error('no such button')
    return this.#postback(String(button.title), String(button.payload ?? ''))
  }

  #sends(content: Partial<Message>): string {
    this.#acts()
    const message = this.#service.world.addMessage(this.thread, { from: 'person', ...content })
    this.#announce('messages', messageEvent(this.thread, message))
    return message.mid
  }

  #postback(title: string, payload: string): string {
    this.#acts()
    const message = this.#service.world.addMessage(this.thread, {
      from: 'person',
      text: title,
      postbackPayload: payload,
    })
    this.#announce('messaging_postbacks', postbackEvent(this.thread, message))
    return message.mid
  }

  /** Opens the window for answers. The default application gets a conversation that nobody controls. */
  #acts(): void {
    const { defaultAppId } = this.thread.page
    if (ownerOf(this.thread, this.#now()) === undefined && defaultAppId !== undefined)
      this.thread.ownerAppId = defaultAppId
    this.thread.lastActAt = this.#now()
    this.#changed()
  }

  #own(mid: string): Message {
    const message = messageOf(this.thread, mid)
    if (message.from !== 'person' || message.isDeleted) throw new Error(`message ${mid} is not one of this person`)
    return message
  }

  #announce(field: Field, event: Json): void {
    announce(this.#service, this.thread, field, event)
  }

  #now(): number {
    return this.#service.world.now()
  }

  #changed(): void {
    this.#service.world.changes++
  }
}
