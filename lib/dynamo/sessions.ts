import type { SessionStore } from '../ports/sessions.ts'
import type { Entry } from '../protocol/entry.ts'
import { type Address, type Episode, sessionId } from '../session/session.ts'
import { decodeSession } from './codec.ts'
import { decodeWatcher } from './codec-recent.ts'
import { commit, setWatchers } from './commit.ts'
import { bodyOf, jsonOf, numberOf, textOf, textsOf } from './item.ts'
import { keys, sessionAtEnd } from './keys.ts'
import { beginning, get, getAll, range, type Table } from './reads.ts'
import { BODY, VERSION, WATCHERS } from './table.ts'

type Conversations = Pick<
  SessionStore,
  'load' | 'commit' | 'setWatchers' | 'entries' | 'attributes' | 'episodes' | 'threads'
>

const NO_ATTRIBUTES: Readonly<Record<string, unknown>> = {}

/** The content of an episode's item. */
export interface EpisodeBody {
  readonly episode: Episode
  readonly address: Address
}

/** Reads and writes of single conversations: state, log, episodes. All reads are strongly consistent. */
export function sessions(table: Table): Conversations {
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

    async threads({ limit, ...user }) {
      if (limit <= 0) return []
      const items = await beginning(table, keys.threads(sessionId(user)), limit, { consistent: true, backward: true })
      return items.map(item => sessionAtEnd(textOf(item, 'SK')))
    },

    async episodes(id, wanted) {
      const { limit } = wanted
      if (limit <= 0) return []
      const isBackward = 'before' in wanted
      const [first, last] = isBackward ? [1, wanted.before - 1] : [wanted.after + 1, Number.MAX_SAFE_INTEGER]
      const bounds = { from: keys.episode(id, first), to: keys.episode(id, last) }
      const items = await range(table, { ...bounds, limit, backward: isBackward })
      const found = items.map(item => bodyOf<EpisodeBody>(item, BODY).episode)
      return isBackward ? found.reverse() : found
    },
  }
}
