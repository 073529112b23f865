import type { BriefFields } from '../protocol/brief.ts'
import type { Cause, Priority, UnpauseOutcome } from '../protocol/control.ts'
import type { Actor } from '../protocol/entry.ts'
import type { Room } from '../protocol/problem.ts'
import type { DeliveryMode, Instant } from './session.ts'

/** The fields of every command. */
export interface Command {
  /** The client's own id. Repeating the command with the same id returns the first answer and changes nothing. */
  readonly id?: string
  /** Which messages go to the channel's webhook, as configured now. Stored with the session. */
  readonly delivery?: DeliveryMode
}

/** A command that may give the conversation to an agent. */
export interface Seats {
  /** The room of that agent, as it is stored. Missing if nothing limits it. */
  readonly room?: Room
}

/** Takes the conversation from the bot. */
export interface Pause extends Command, Cause, BriefFields, Seats {
  readonly verb: 'pause'
  readonly by: Actor
  readonly priority?: Priority
  readonly queue?: string
}

/** An agent takes a conversation that waits for one. */
export interface Claim extends Command, Seats {
  readonly verb: 'claim'
  readonly by: Actor
}

/** Gives a conversation that people hold to another agent or to a queue, or back to the ones that wait. */
export interface Transfer extends Command, Seats {
  readonly verb: 'transfer'
  readonly by: Actor
  /** Missing: the conversation waits for an agent again. */
  readonly to?: Actor
  /** The queue in which it waits from now on. Missing: its own. Not together with `to`. */
  readonly queue?: string
  readonly reason?: string
  /** If true, `by` may transfer a conversation that another agent has. */
  readonly ofOthers: boolean
  /** Id of an agent. If another one has the conversation, or none, or if it is snoozed, the command changes nothing. */
  readonly from?: string
  /** Without `to`: the conversation waits with the place that the start of the episode gives it. */
  readonly inFront?: true
}

/** Acknowledges the alerts of an episode that waits: no further alert follows in this wait. */
export interface AcknowledgeAlert extends Command {
  readonly verb: 'acknowledgeAlert'
  readonly by: Actor
  /** The episode that the alert was about. Missing: the open one. */
  readonly episode?: number
}

/** An agent says why they do not take a conversation. It waits for another agent. */
export interface Decline extends Command {
  readonly verb: 'decline'
  readonly by: Actor
  readonly reason: string
}

/** The agent of a conversation puts it off. It stays theirs, and is not idle until it wakes. */
export interface Snooze extends Command {
  readonly verb: 'snooze'
  readonly by: Actor
  /** When it wakes. Missing: once the user writes. */
  readonly until?: Instant
}

/** The agent of a snoozed conversation ends the snooze. */
export interface Wake extends Command {
  readonly verb: 'wake'
  readonly by: Actor
}

/** Tells the user of an episode that waits their place among those that wait, from 1. */
export interface TellPosition extends Command {
  readonly verb: 'tellPosition'
  readonly episode: number
  readonly position: number
}

/** Gives the conversation back to the bot. */
export interface Unpause extends Command {
  readonly verb: 'unpause'
  readonly by: Actor
  readonly outcome?: UnpauseOutcome
  readonly comment?: string
  /** Whether the bot is asked to speak to the user at once. Missing: as the policy says, if the user waits. */
  readonly carryOn?: boolean
}
export interface ControlChanged {
  /** The current state. A repeated command does not repeat its first answer. */
  readonly isPaused: boolean
  readonly changed: boolean
  /** `seq` of the entry that this command wrote, now or when it first came. Missing if it wrote none. */
  readonly seq?: number
}
