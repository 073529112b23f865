import { type Change, type Conflict, isSame, mergedBy } from '../../../lib/client/merge.ts'
import type { BotConfig } from '../../../lib/protocol/config.ts'
import { pathText } from './paths.ts'

/** A configuration that an admin changes. `base`: the version that the admin began with. */
export interface Edit {
  readonly base: BotConfig
  readonly draft: unknown
}

/** The difference between an edit and the newest version, which somebody else saved meanwhile. */
export interface Behind {
  readonly version: number
  /** The changes of the other admin. */
  readonly theirs: readonly Change[]
  /** The fields that both changed. */
  readonly conflicts: readonly Conflict[]
}

/** The server sets the version, and every change has another one. */
const isShown = ({ path }: Pick<Change, 'path'>) => path[0] !== 'version'

/** Says what somebody else changed meanwhile. Undefined if nobody saved another version. */
export function behindOf(edit: Edit | undefined, newest: BotConfig | undefined): Behind | undefined {
  if (edit === undefined || newest === undefined || newest.version === edit.base.version) return undefined
  const { theirs, conflicts } = mergedBy({ base: edit.base, mine: edit.draft, theirs: newest })
  return { version: newest.version, theirs: theirs.filter(isShown), conflicts: conflicts.filter(isShown) }
}

/**
 * Continues an edit on the newest version. Keeps what the admin changed, except in the conflicts `taken`, by their paths.
 * Undefined if nothing of it is left.
 */
export function rebased({ base, draft }: Edit, newest: BotConfig, taken: ReadonlySet<string>): Edit | undefined {
  const { value } = mergedBy({ base, mine: draft, theirs: newest }, path => taken.has(pathText(path)))
  const onNewest = { ...(value as object), version: newest.version }
  return isSame(onNewest, newest) ? undefined : { base: newest, draft: onNewest }
}
