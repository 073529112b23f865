import { defined } from '../../defined.ts'
import type { Actor } from '../../protocol/entry.ts'
import { type Change, change, type NewEntry, unchanged } from '../change.ts'
import type { Said, Say } from '../commands.ts'
import { assign, type ControlStep, notIdle, takeFromBot } from '../control.ts'
import { refused } from '../holder.ts'
import type { Moment } from '../policy.ts'
import { commandHash, recall, remember } from '../recent.ts'
import type { Control, Session } from '../session.ts'

/**
 * Sends an agent's message to the user, whether the bot or people hold the conversation. The first agent to write in a
 * pending conversation is assigned. With `ifHeld`, throws `handoff.not_yours` if the bot or another agent has the
 * conversation. A message that was sent elsewhere may take the conversation from the bot.
 */
export function say(session: Session, command: Say, moment: Moment): Change<Said> {
  const id = command.id === undefined ? undefined : commandHash('say', command.id)
  const known = recall(session, id)
  if (known) return unchanged(session, { seq: known.seq, duplicate: true })

  const { control } = session
  if (command.ifHeld && !maySpeak(control, command.by)) {
    throw refused(session, 'handoff.not_yours', 'the message was not sent')
  }
  const step = takes(session, command, moment)
  const seq = session.revision + (step?.entries.length ?? 0) + 1
  const { sentElsewhere } = command
  const message: NewEntry = {
    kind: 'message',
    direction: 'out',
    by: command.by,
    ...command.message,
    ...defined({ clientId: command.id, sentAt: sentElsewhere?.at }),
    ...(session.delivery !== 'none' && !sentElsewhere && { deliver: true }),
  }
  const patch = {
    control: notIdle(control, moment),
    ...step?.patch,
    ...(id !== undefined && remember({ ...session, ...step?.patch }, { id, seq }, moment.now)),
  }
  return change(
    session,
    moment,
    { patch, entries: [...(step?.entries ?? []), message], episodes: step?.episodes ?? [] },
    { seq, duplicate: false },
  )
}

/** The change of control or of the handoff that the message brings, if any. */
function takes(session: Session, { by, sentElsewhere }: Say, moment: Moment): ControlStep | undefined {
  const { control } = session
  if (control.holder === 'human') {
    return control.handoff.status === 'pending' ? assign(session, control, by, moment) : undefined
  }
  return sentElsewhere?.pauses ? takeFromBot(session, moment, { by, trigger: 'sent_elsewhere' }) : undefined
}

/** Whether people hold the conversation and no other agent has it. */
function maySpeak(control: Control, by: Actor): boolean {
  if (control.holder === 'bot') return false
  const { handoff } = control
  return handoff.status === 'pending' || handoff.agent.id === by.id
}
