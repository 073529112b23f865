import { say } from './send.ts'
import type { Service } from './service.ts'
import { passControl, takeControl } from './thread-control.ts'
import { type Attachment, PAGE_INBOX, type Thread } from './types.ts'
import { ownerOf } from './world.ts'

/** People who answer in the page's own inbox, past every application. */
export class Inbox {
  readonly #service: Service

  constructor(service: Service) {
    this.#service = service
  }

  /**
   * Answers a person. The inbox takes the conversation if an application controls it. Returns the id of the message.
   * https://developers.facebook.com/documentation/business-messaging/messenger-platform/conversation-routing
   */
  says(thread: Thread, text: string): string {
    this.#takesOwned(thread)
    return say(this.#service, thread, { from: 'page', appId: PAGE_INBOX, text }).mid
  }

  sendsFile(thread: Thread, type: string, url: string): string {
    this.#takesOwned(thread)
    const attachments: readonly Attachment[] = [{ type, payload: { url } }]
    return say(this.#service, thread, { from: 'page', appId: PAGE_INBOX, attachments }).mid
  }

  /** Takes the conversation without a message, as a move to the folder "Main" does. */
  takes(thread: Thread): void {
    takeControl(this.#service, thread, { by: PAGE_INBOX })
  }

  /** Gives the conversation to an application. */
  passes(thread: Thread, appId: string, metadata?: string): void {
    passControl(this.#service, thread, { from: PAGE_INBOX, to: appId, metadata })
  }

  #takesOwned(thread: Thread): void {
    if (ownerOf(thread, this.#service.world.now()) !== undefined || thread.page.defaultAppId !== undefined)
      this.takes(thread)
  }
}
