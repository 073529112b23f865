import type { Command, OutboxItem } from '../../../../lib/client/index.ts'

/** The commands that a user can give before there is a conversation. */
export type EarlyCommand = Extract<Command, { type: 'message' | 'pause' }>

/** A command from before there was a connection, in the shape of an outbox item. */
export interface Waiting extends OutboxItem {
  readonly command: EarlyCommand
}

/** Adds a command that waits for the connection. */
export function waitingWith(waiting: readonly Waiting[], command: EarlyCommand): readonly Waiting[] {
  return [...waiting, { id: crypto.randomUUID(), command, at: Date.now(), state: { status: 'waiting' } }]
}
