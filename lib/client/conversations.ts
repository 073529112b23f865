import { MAX_CURSORS } from '../protocol/wire.ts'
import { Conversation, type ConversationPorts } from './conversation.ts'
import type { StoredCommand } from './shelf.ts'
import type { FrameOf } from './surface.ts'

/**
 * Maximum time that a `hello` waits for the page at which an end user's own log opens. After that the log opens at its
 * beginning.
 */
const PREPARE_MS = 5_000
/** A conversation is quiet if its last entries came before this time. */
const RECENT_MS = 2 * 60_000

/** The open conversations of one client. */
export class Conversations {
  readonly #ports: Omit<ConversationPorts, 'onIdle'>
  readonly #all = new Map<string, Conversation>()
  #heardAt = 0

  constructor(ports: Omit<ConversationPorts, 'onIdle'>) {
    this.#ports = ports
  }

  all(): Conversation[] {
    return [...this.#all.values()]
  }

  /** Whether entries of a conversation are known to be missing. */
  get isLacking(): boolean {
    return this.all().some(({ follower }) => follower.isLacking)
  }

  /** Whether the log of a conversation may be incomplete. */
  get isCatchingUp(): boolean {
    return this.all().some(({ isCatchingUp }) => isCatchingUp)
  }

  /** Whether the bot has all conversations, and no entries have arrived for some minutes. */
  get isQuiet(): boolean {
    const isRecent = this.#ports.environment.clock.now() - this.#heardAt < RECENT_MS
    return !isRecent && this.all().every(({ follower }) => follower.log.isPaused === false)
  }

  open(session: string): Conversation {
    const conversation = this.#all.get(session) ?? this.#add(session)
    // A conversation that was unknown may have begun since.
    void conversation.follower.open()
    return conversation
  }

  /** Opens the conversations that have commands from before a reload. */
  restore(): void {
    for (const [session, commands] of Map.groupBy(this.#ports.shelf.all(), each => each.session)) {
      this.#add(session, commands)
    }
  }

  /** Resolves once each conversation has its first page, or after a time limit. */
  async opened(): Promise<void> {
    const opening = Promise.all(this.all().map(({ follower }) => follower.open()))
    await new Promise<void>(resolve => {
      const undo = this.#ports.environment.clock.after(PREPARE_MS, resolve)
      void opening.then(() => {
        undo()
        resolve()
      })
    })
  }

  cursors(): (readonly [session: string, cursor: number])[] {
    return this.all().flatMap(({ session, cursor }) => (cursor === undefined ? [] : [[session, cursor] as const]))
  }

  /** The cursors of a `hello` that is about to be sent. */
  helloCursors(): Readonly<Record<string, number>> {
    const named = this.cursors().slice(0, MAX_CURSORS)
    for (const [session, cursor] of named) this.#all.get(session)?.follower.told(cursor)
    return Object.fromEntries(named)
  }

  apply(frame: FrameOf<'entries'>): void {
    this.#heardAt = this.#ports.environment.clock.now()
    this.#all.get(frame.session)?.follower.apply(frame)
  }

  typing(frame: FrameOf<'typing'>): void {
    this.#all.get(frame.session)?.typing(frame)
  }

  receipts(frame: FrameOf<'receipts'>): void {
    this.#all.get(frame.session)?.receipts(frame)
  }

  #add(session: string, restored: readonly StoredCommand[] = []): Conversation {
    const onIdle = () => this.#left(conversation)
    const conversation: Conversation = new Conversation(session, { ...this.#ports, onIdle }, restored)
    this.#all.set(session, conversation)
    void conversation.follower.open()
    return conversation
  }

  #left(conversation: Conversation): void {
    const { session } = conversation
    conversation.close()
    this.#all.delete(session)
    this.#ports.tell({ type: 'unwatch', session })
    this.#ports.onChange()
  }
}
