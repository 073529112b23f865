import { randomBytes, randomInt } from 'node:crypto'
import { defined } from '../../lib/defined.ts'
import type { Instant } from '../../lib/session/session.ts'
import { SCOPES, type Token } from './access.ts'
import type { App, Attachment, Json, Message, Page, Profile, Thread } from './types.ts'

/** The most that memory keeps of each kind, the newest ones. */
export const KEPT = { threads: 5_000, messages: 500, attachments: 1_000 } as const

/** Everything that the double knows, in memory. */
export class World {
  readonly apps = new Map<string, App>()
  readonly pages = new Map<string, Page>()
  readonly tokens = new Map<string, Token>()
  /** By page-scoped id, the one with the latest message last. */
  readonly threads = new Map<string, Thread>()
  /** Files that were sent with `is_reusable`. */
  readonly attachments = new Map<string, Attachment>()
  readonly now: () => Instant
  /** Counts the changes that a page should show. */
  changes = 0

  constructor(now: () => Instant) {
    this.now = now
  }

  /** Throws if the id is not a number: echoes have it as one. */
  addApp(app: Partial<App> & Pick<App, 'id' | 'secret'>): App {
    if (!/^[1-9]\d{0,15}$/.test(app.id)) throw new Error(`the id of an application is a number, not ${app.id}`)
    const added: App = { name: 'My app', requiresProof: false, ...app }
    this.apps.set(added.id, added)
    return added
  }

  addPage(page: Pick<Page, 'id' | 'name'>): Page {
    const added: Page = { ...page, installed: new Map(), personas: new Map() }
    this.pages.set(page.id, added)
    return added
  }

  /** A page's access token for an application, as "Facebook Login for Business" would give it. */
  addToken(app: App, page: Page, value = `EAA${randomBytes(48).toString('base64url')}`): Token {
    const token: Token = { value, app, page, scopes: new Set(SCOPES), issuedAt: this.now(), state: 'valid' }
    this.tokens.set(value, token)
    return token
  }

  /** `psid`: the id of a person who is known from before a restart. */
  addThread(page: Page, profile: Profile, psid = numericId()): Thread {
    const thread: Thread = {
      psid,
      page,
      profile,
      messages: [],
      isOnline: true,
      hasBlocked: false,
      hasProfile: true,
      deliveredUpTo: 0,
      readUpTo: 0,
      seenUpTo: 0,
      typingUntil: 0,
    }
    this.threads.set(thread.psid, thread)
    dropOldest(this.threads, KEPT.threads)
    this.changes++
    return thread
  }

  /** Adds a message to a conversation. Its time is later than the one before. */
  addMessage(thread: Thread, content: Omit<Message, 'mid' | 'at'>): Message {
    const at = Math.max(this.now(), (thread.messages.at(-1)?.at ?? 0) + 1)
    const message: Message = { mid: `m_${randomBytes(48).toString('base64url')}`, at, ...content }
    thread.messages.push(message)
    if (thread.messages.length > KEPT.messages) thread.messages.shift()
    this.threads.delete(thread.psid)
    this.threads.set(thread.psid, thread)
    this.changes++
    return message
  }

  /** Keeps a file for later messages, and returns its id. */
  keepAttachment(attachment: Attachment): string {
    const id = numericId()
    this.attachments.set(id, attachment)
    dropOldest(this.attachments, KEPT.attachments)
    return id
  }

  page(id: string): Page {
    return found(this.pages.get(id), 'page', id)
  }

  thread(psid: string): Thread {
    return found(this.threads.get(psid), 'person', psid)
  }
}

/** Finds a message of a conversation. Throws if it is not there. */
export const messageOf = (thread: Thread, mid: string): Message =>
  found(
    thread.messages.find(message => message.mid === mid),
    'message',
    mid,
  )

/** The owner of a conversation at a time. Control ends after 24 hours without a message; then the conversation is idle. */
export const ownerOf = ({ ownerAppId, messages }: Thread, now: Instant): string | undefined =>
  now - (messages.at(-1)?.at ?? now) > CONTROL_MS ? undefined : ownerAppId

const CONTROL_MS = 24 * 3_600_000

/** An id of 16 digits that does not begin with 0. */
export const numericId = (): string =>
  `${randomInt(1, 10)}${String(randomInt(0, 1_000_000_000)).padStart(9, '0')}${String(randomInt(0, 1_000_000)).padStart(6, '0')}`

/** The name of a person, as Meta writes it. */
export const nameOf = ({ firstName, lastName }: Profile): string => `${firstName} ${lastName}`.trim()

/** The fields of the User Profile API. */
export const profileFields = (thread: Thread): Json =>
  defined({
    id: thread.psid,
    name: nameOf(thread.profile),
    first_name: thread.profile.firstName,
    last_name: thread.profile.lastName,
    profile_pic: thread.profile.picture,
    locale: thread.profile.locale,
    timezone: thread.profile.timezone,
  })

const dropOldest = <Value>(map: Map<string, Value>, most: number): void => {
  for (const key of map.keys()) {
    if (map.size <= most) return
    map.delete(key)
  }
}

const found = <Value>(value: Value | undefined, what: string, id: string): Value => {
  if (value === undefined) throw new Error(`no ${what} ${id}`)
  return value
}
