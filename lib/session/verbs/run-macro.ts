import { defined } from '../../defined.ts'
import { type Change, change, followedBy, unchanged } from '../change.ts'
import type { ControlChanged } from '../control-commands.ts'
import { refused } from '../holder.ts'
import { maySpeak } from '../may-speak.ts'
import { outcomeOf } from '../once.ts'
import type { Moment } from '../policy.ts'
import { commandHash, NOTHING_WRITTEN, recall, remember } from '../recent.ts'
import type { Session } from '../session.ts'
import type { RunMacro } from '../tag-commands.ts'
import { say } from './say.ts'
import { tag } from './tag.ts'
import { unpause } from './unpause.ts'

/**
 * Carries out the parts of a macro as one decision: tags, then the message, then the end of the part of people. Each part
 * follows the rules of its own verb; if one of them refuses, nothing happens. Repeated, it changes nothing. Throws
 * `handoff.not_yours` if the bot or another agent has the conversation, and what `tag` and `say` throw.
 */
export function runMacro(session: Session, command: RunMacro, moment: Moment): Change<ControlChanged> {
  const { by, tags, message, handBack, room } = command
  const id = command.id === undefined ? undefined : commandHash('runMacro', command.id)
  const known = recall(session, id)
  if (known) return unchanged(session, outcomeOf(session, false, known.seq))
  if (!maySpeak(session.control, by)) throw refused(session, 'handoff.not_yours', 'the macro did nothing')

  let done: Change<unknown> = unchanged(session, null)
  if (tags) done = followedBy(done, tag(done.session, { verb: 'tag', by, add: tags }, moment))
  if (message) {
    const said = say(done.session, { verb: 'say', by, message, ifHeld: true, ...defined({ room }) }, moment)
    done = followedBy(done, said)
  }
  if (handBack) {
    done = followedBy(done, unpause(done.session, { verb: 'unpause', by, outcome: handBack }, moment))
  }
  const seq = done.entries[0]?.seq ?? NOTHING_WRITTEN
  const outcome = outcomeOf(done.session, done.entries.length > 0, seq)
  if (id === undefined) return { ...done, outcome }
  const patch = remember(done.session, { id, seq }, moment.now)
  return followedBy(done, change(done.session, moment, { patch }, outcome))
}
