import type { Entry } from '../protocol/entry.ts'
import type { Undo } from './environment.ts'
import { Follower, type FollowerPorts } from './follower.ts'
import { handleOf } from './handle.ts'
import { Listeners } from './listeners.ts'
import { Outbox } from './outbox.ts'
import type { Shelf, StoredCommand } from './shelf.ts'
import type { FrameToSend } from './socket.ts'
import type { Identity } from './state.ts'
import type { ConversationHandle, ConversationSnapshot, FrameOf, Receipts } from './surface.ts'
import { Typing } from './typing.ts'

export interface ConversationPorts extends FollowerPorts {
  readonly shelf: Shelf
  /** The role of the person who sends the commands. */
  role(): Identity['role']
  tell(frame: FrameToSend): void
  /** Called after a change that may affect the client's own state. */
  onChange(): void
  /** Called when no handle uses the conversation any more. */
  onIdle(): void
}

/** A conversation stays up to date this long after its last handle closed, since people come back. */
const LINGER_MS = 10_000

/** One conversation: its log from some page on, its outbox, and its typing parties. */
export class Conversation {
  readonly session: string
  /** Keeps the log. */
  readonly follower: Follower
  readonly #ports: ConversationPorts
  readonly #outbox: Outbox
  readonly #typing: Typing
  readonly #listeners = new Listeners<[]>()
  #lingering: Undo = () => {}
  #handles = 0
  #isClosed: boolean = false
  #receipts: Receipts = { deliveredUpTo: 0, readUpTo: 0 }
  #snapshot: ConversationSnapshot | undefined

  constructor(session: string, ports: ConversationPorts, restored: readonly StoredCommand[]) {
    this.session = session
    this.#ports = ports
    const onChange = () => this.#changed()
    this.#typing = new Typing(
      ports.environment.clock,
      (on, where) => ports.tell({ type: 'typing', session, on, ...(where && { in: where }) }),
      onChange,
    )
    this.follower = new Follower(session, ports, {
      onEntries: entries => this.#heard(entries),
      onReady: () => this.#outbox.kick(),
      onChange,
    })
    this.#outbox = new Outbox({ ...ports, session, follower: this.follower, onChange }, restored)
  }

  /** The cursor for a `hello` or a `ping`. Undefined while it is not known. */
  get cursor(): number | undefined {
    const { status, log } = this.follower
    return status === 'open' ? log.cursor : undefined
  }

  /** Whether the log may be incomplete. A conversation that does not exist lacks nothing. */
  get isCatchingUp(): boolean {
    const { status, isCurrent } = this.follower
    return status === 'opening' || (status === 'open' && !isCurrent)
  }

  connected(isUnknown: boolean): void {
    this.follower.connected(isUnknown)
    this.#outbox.kick()
  }

  typing({ from, on }: FrameOf<'typing'>): void {
    this.#typing.heard(from, on)
  }

  /** Frames may overtake each other, and marks only rise. */
  receipts({ deliveredUpTo, readUpTo }: FrameOf<'receipts'>): void {
    const { deliveredUpTo: delivered, readUpTo: read } = this.#receipts
    if (deliveredUpTo <= delivered && readUpTo <= read) return
    this.#receipts = { deliveredUpTo: Math.max(delivered, deliveredUpTo), readUpTo: Math.max(read, readUpTo) }
    this.#changed()
  }

  handle(): ConversationHandle {
    this.#handles += 1
    this.#lingering()
    return handleOf({
      session: this.session,
      follower: this.follower,
      outbox: this.#outbox,
      typing: this.#typing,
      listeners: this.#listeners,
      snapshot: () => this.snapshot(),
      history: () => this.#ports.history(this.session),
      onClose: () => {
        this.#handles -= 1
        this.#linger()
      },
    })
  }

  snapshot(): ConversationSnapshot {
    const { status, log, isLoadingEarlier } = this.follower
    this.#snapshot ??= {
      session: this.session,
      status,
      ...log,
      hasEarlier: log.after > 0,
      isLoadingEarlier,
      isCatchingUp: this.isCatchingUp,
      outbox: this.#outbox.items,
      typing: this.#typing.parties,
      receipts: this.#receipts,
    }
    return this.#snapshot
  }

  close(): void {
    this.#isClosed = true
    this.follower.close()
    this.#lingering()
    this.#typing.close()
    this.#outbox.close()
    this.#listeners.clear()
  }

  #heard(entries: readonly Entry[]): void {
    this.#outbox.absorb(entries)
    for (const entry of entries) if (entry.kind === 'message') this.#typing.heard(partyOf(entry.by.type), false)
  }

  #linger(): void {
    if (this.#handles > 0 || this.#isClosed) return
    this.#lingering()
    this.#lingering = this.#ports.environment.clock.after(LINGER_MS, () => {
      if (!this.#outbox.isWaiting) this.#ports.onIdle()
    })
  }

  #changed(): void {
    this.#snapshot = undefined
    this.#ports.onChange()
    this.#listeners.emit()
    if (this.#handles === 0) this.#linger()
  }
}

function partyOf(type: 'user' | 'bot' | 'agent' | 'system'): 'user' | 'bot' | 'agent' {
  return type === 'system' ? 'bot' : type
}
