import type { State } from '../states.ts'
import { CHANNEL_STATES, type ChannelState } from './channel-states.ts'
import { COMPOSER_STATES, type ComposerState } from './composer-states.ts'
import { CONVERSATION_STATES, type ConversationState } from './conversation-states.ts'
import { HANDOFF_STATES, type HandoffState } from './handoff-states.ts'
import { INBOX_STATES, type InboxState } from './inbox-states.ts'
import { SETUP_STATES, type SetupState } from './setup-states.ts'
import { SIGN_IN_STATES, type SignInState } from './sign-in-states.ts'

/** The states that the console is designed for. */
export type ConsoleState =
  | SignInState
  | InboxState
  | ConversationState
  | HandoffState
  | ComposerState
  | SetupState
  | ChannelState

export const CONSOLE_STATES = {
  ...SIGN_IN_STATES,
  ...INBOX_STATES,
  ...CONVERSATION_STATES,
  ...HANDOFF_STATES,
  ...COMPOSER_STATES,
  ...SETUP_STATES,
  ...CHANNEL_STATES,
} satisfies Record<ConsoleState, State>
