import type { Change } from '../change.ts'
import type { ControlChanged } from '../control-commands.ts'
import { once } from '../once.ts'
import type { Moment } from '../policy.ts'
import { NOTHING_WRITTEN } from '../recent.ts'
import type { Session } from '../session.ts'
import type { TagConversation } from '../tag-commands.ts'
import { retagged } from '../tags.ts'

/**
 * Changes the tags of a conversation, also if another agent has it. Adding a tag that it has and removing one that it
 * lacks changes nothing.
 * Throws `tag.not_found` for an added tag that the configuration does not list, and `tag.too_many`.
 */
export function tag(session: Session, command: TagConversation, moment: Moment): Change<ControlChanged> {
  return once(session, command, moment, () => {
    const { tags, added, removed } = retagged(session.tags ?? [], command, moment.policy)
    if (added.length + removed.length === 0) return NOTHING_WRITTEN
    const changes = {
      ...(added.length > 0 && { added: [...added] }),
      ...(removed.length > 0 && { removed: [...removed] }),
    }
    return {
      patch: { tags: tags.length > 0 ? tags : undefined },
      entries: [{ kind: 'tagged', by: command.by, ...changes }],
      episodes: [],
    }
  })
}
