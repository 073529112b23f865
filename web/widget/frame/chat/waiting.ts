import type { Command, OutboxItem } from '../../../../lib/client/index.ts'

/** The commands that can be given before there is a conversation. */
export type EarlyCommand = Extract<Command, { type: 'message' | 'pause' }>

/** A command that was given before there was a connection, in the shape of the outbox. */
export interface Waiting extends OutboxItem {
  readonly command: EarlyCommand
}

/** Keeps a command until there is a connection. */
export function waitingWith(waiting: readonly Waiting[], command: EarlyCommand): readonly Waiting[] {
  return [...waiting, { id: crypto.randomUUID(), command, at: Date.now(), state: { status: 'waiting' } }]
}
