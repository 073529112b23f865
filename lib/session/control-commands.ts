import type { Cause, Priority, UnpauseOutcome } from '../protocol/control.ts'
import type { Actor } from '../protocol/entry.ts'
import type { DeliveryMode } from './session.ts'

/** The fields of every command. */
export interface Command {
  /** The client's own id. Repeating the command with the same id returns the first answer and changes nothing. */
  readonly id?: string
  /** Which messages go to the channel's webhook, as configured now. Stored with the session. */
  readonly delivery?: DeliveryMode
}

/** Takes the conversation from the bot. */
export interface Pause extends Command, Cause {
  readonly verb: 'pause'
  readonly by: Actor
  readonly priority?: Priority
}

/** An agent takes a conversation that waits for one. */
export interface Claim extends Command {
  readonly verb: 'claim'
  readonly by: Actor
}

/** Gives a conversation that people hold to another agent, or back to the ones that wait. */
export interface Transfer extends Command {
  readonly verb: 'transfer'
  readonly by: Actor
  /** Missing: the conversation waits for an agent again. */
  readonly to?: Actor
  readonly reason?: string
  /** If true, `by` may transfer a conversation that another agent has. */
  readonly ofOthers: boolean
}

/** An agent says why they do not take a conversation. It waits for another agent. */
export interface Decline extends Command {
  readonly verb: 'decline'
  readonly by: Actor
  readonly reason: string
}

/** Gives the conversation back to the bot. */
export interface Unpause extends Command {
  readonly verb: 'unpause'
  readonly by: Actor
  readonly outcome?: UnpauseOutcome
  readonly comment?: string
}
export interface ControlChanged {
  /** The current state. A repeated command does not repeat its first answer. */
  readonly isPaused: boolean
  readonly changed: boolean
  /** `seq` of the entry that this command wrote, now or when it first came. Missing if it wrote none. */
  readonly seq?: number
}
