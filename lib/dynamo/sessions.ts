import type { SessionStore } from '../ports/sessions.ts'
import type { Entry } from '../protocol/entry.ts'
import { decodeSession } from './codec.ts'
import { decodeWatcher } from './codec-recent.ts'
import { commit, setWatchers } from './commit.ts'
import { bodyOf, jsonOf, numberOf, textsOf } from './item.ts'
import { keys } from './keys.ts'
import { get, getAll, range, type Table } from './reads.ts'
import { BODY, VERSION, WATCHERS } from './table.ts'

type Sessions = Pick<SessionStore, 'load' | 'commit' | 'setWatchers' | 'entries' | 'attributes'>

const NO_ATTRIBUTES: Readonly<Record<string, unknown>> = {}

/** Conversations and their logs, by id. All reads are strongly consistent. */
export function sessions(table: Table): Sessions {
  return {
    async load(id) {
      const item = await get(table, keys.state(id))
      if (!item) return undefined
      const watchers = textsOf(item, WATCHERS).map(decodeWatcher)
      return { session: decodeSession(item), version: numberOf(item, VERSION), watchers }
    },

    commit: (version, decision) => commit(table, version, decision),

    setWatchers: (version, session, watchers) => setWatchers(table, version, session, watchers),

    async entries(id, wanted) {
      const { limit } = wanted
      if (limit <= 0) return []
      if ('before' in wanted) {
        if (wanted.before <= 1) return []
        const [from, to] = [keys.entry(id, 1), keys.entry(id, wanted.before - 1)]
        return (await range(table, { from, to, limit, backward: true }))
          .map(item => bodyOf<Entry>(item, BODY))
          .reverse()
      }
      const [from, to] = [keys.entry(id, wanted.after + 1), keys.entry(id, wanted.upTo ?? Number.MAX_SAFE_INTEGER)]
      return (await range(table, { from, to, limit })).map(item => bodyOf<Entry>(item, BODY))
    },

    async attributes(ids) {
      const [only, ...others] = ids
      const items =
        only !== undefined && others.length === 0
          ? [await get(table, keys.profile(only))]
          : await getAll(table, ids.map(keys.profile))
      const byPartition = new Map(items.map(item => [item?.PK, item]))
      const known = ids.flatMap(id => {
        const item = byPartition.get(keys.profile(id).PK)
        return item ? [[id, jsonOf<Record<string, unknown>>(item, BODY) ?? NO_ATTRIBUTES] as const] : []
      })
      return new Map(known)
    },
  }
}
