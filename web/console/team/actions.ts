import { createContext } from 'react'
import type { Conversation } from '../../../lib/protocol/conversation.ts'

/** Commands of a supervisor on a conversation. */
export interface TeamCommands {
  /** Gives the conversation to the supervisor. */
  readonly take: (conversation: Conversation) => void
  /** Asks who gets the conversation, and gives it to them. */
  readonly give: (conversation: Conversation) => void
  /** Asks for words to the agent who has the conversation, and sends them. */
  readonly whisper: (conversation: Conversation) => void
  /** The conversation whose command is under way. */
  readonly busyWith: string | undefined
}

const nothing = () => {}

export const TeamContext = createContext<TeamCommands>({
  take: nothing,
  give: nothing,
  whisper: nothing,
  busyWith: undefined,
})
