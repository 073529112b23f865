import type { State } from '../states.ts'
import { ALERT_STATES, type AlertState } from './alert-states.ts'
import { BRIEF_STATES, type BriefState } from './brief-states.ts'
import { CHANNEL_STATES, type ChannelState } from './channel-states.ts'
import { COMPOSER_STATES, type ComposerState } from './composer-states.ts'
import { CONVERSATION_STATES, type ConversationState } from './conversation-states.ts'
import { HANDOFF_STATES, type HandoffState } from './handoff-states.ts'
import { INBOX_STATES, type InboxState } from './inbox-states.ts'
import { REPLY_STATES, type ReplyState } from './reply-states.ts'
import { REPORT_STATES, type ReportPageState } from './report-states.ts'
import { SETUP_STATES, type SetupState } from './setup-states.ts'
import { SIGN_IN_STATES, type SignInState } from './sign-in-states.ts'
import { SNOOZE_STATES, type SnoozeState } from './snooze-states.ts'
import { STATUS_STATES, type StatusState } from './status-states.ts'
import { STEPS_STATES, type StepsState } from './steps-states.ts'
import { TAG_STATES, type TagState } from './tag-states.ts'
import { TEAM_STATES, type TeamState } from './team-states.ts'

/** The states that the console is designed for. */
export type ConsoleState =
  | SignInState
  | InboxState
  | ConversationState
  | HandoffState
  | SnoozeState
  | TagState
  | StatusState
  | BriefState
  | ComposerState
  | ReplyState
  | SetupState
  | ChannelState
  | AlertState
  | TeamState
  | StepsState
  | ReportPageState

export const CONSOLE_STATES = {
  ...SIGN_IN_STATES,
  ...INBOX_STATES,
  ...CONVERSATION_STATES,
  ...HANDOFF_STATES,
  ...SNOOZE_STATES,
  ...TAG_STATES,
  ...STATUS_STATES,
  ...BRIEF_STATES,
  ...COMPOSER_STATES,
  ...REPLY_STATES,
  ...SETUP_STATES,
  ...CHANNEL_STATES,
  ...ALERT_STATES,
  ...TEAM_STATES,
  ...STEPS_STATES,
  ...REPORT_STATES,
} satisfies Record<ConsoleState, State>
