import type { UnpauseOutcome } from '../protocol/control.ts'
import type { Actor } from '../protocol/entry.ts'
import type { Content } from '../protocol/message.ts'
import type { Command, Seats } from './control-commands.ts'

/** Changes the tags of a conversation. */
export interface TagConversation extends Command {
  readonly verb: 'tag'
  readonly by: Actor
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
}

/** An agent carries out a macro: tags, then the message, then the end of the part of people. */
export interface RunMacro extends Command, Seats {
  readonly verb: 'runMacro'
  readonly by: Actor
  readonly tags?: readonly string[]
  readonly message?: Content
  /** Gives the conversation back to the bot with this outcome. */
  readonly handBack?: UnpauseOutcome
}
