import { defined } from '../defined.ts'
import type { Undo } from './environment.ts'
import type { Follower } from './follower.ts'
import type { History } from './history.ts'
import type { Listeners } from './listeners.ts'
import type { Outbox } from './outbox.ts'
import { Reader } from './reader.ts'
import type { ConversationHandle, Say } from './surface.ts'
import type { Typing } from './typing.ts'

/** The parts of a conversation that its handles share. */
export interface HandleParts extends Pick<ConversationHandle, 'session' | 'snapshot'> {
  readonly follower: Follower
  readonly outbox: Outbox
  readonly typing: Typing
  readonly listeners: Listeners<[]>
  /** Reads the log over HTTP. Throws the errors of the token source. */
  history(): Promise<History>
  /** Called once, when the handle is closed. */
  onClose(): void
}

const contentOf = (content: Say | string): Say & { readonly type: string } => ({
  type: 'text',
  ...(typeof content === 'string' ? { text: content } : content),
})

/** Makes a handle. Its `close` ends its own subscriptions and readers only. */
export function handleOf(parts: HandleParts): ConversationHandle {
  const { session, snapshot, follower, outbox, typing, listeners, history, onClose } = parts
  const undos: Undo[] = []
  let isOpen = true
  return {
    session,
    snapshot,
    subscribe: listener => {
      const undo = listeners.add(listener)
      undos.push(undo)
      return undo
    },
    say: (content, { ifHeld, insteadOf, id } = {}) => {
      typing.own(false)
      return outbox.add({ type: 'message', message: contentOf(content), ...defined({ ifHeld, insteadOf }) }, id)
    },
    pause: (options = {}) => outbox.add({ type: 'pause', ...options }),
    unpause: (options = {}) => outbox.add({ type: 'unpause', ...options }),
    supervise: (options = {}) => outbox.add({ type: 'supervise', ...options }),
    approve: (of, replies) => outbox.add({ type: 'approve', of, ...(replies && { replies: replies.map(contentOf) }) }),
    claim: () => outbox.add({ type: 'claim' }),
    transfer: (options = {}) => outbox.add({ type: 'transfer', ...options }),
    decline: reason => outbox.add({ type: 'decline', reason }),
    note: text => outbox.add({ type: 'note', text }),
    typing: (on, where) => typing.own(on, where),
    loadEarlier: () => follower.loadEarlier(),
    reader: (options = {}) => {
      const reader = new Reader({ log: () => follower.log, history }, options)
      undos.push(
        listeners.add(() => reader.changed()),
        () => reader.close(),
      )
      return reader
    },
    retry: id => outbox.retry(id),
    discard: id => outbox.discard(id),
    close: () => {
      if (!isOpen) return
      isOpen = false
      for (const undo of undos) undo()
      onClose()
    },
  }
}
