import { defined } from '../defined.ts'
import type { EntryRange, SessionStore } from '../ports/sessions.ts'
import type { Entry } from '../protocol/entry.ts'
import { isAttended } from '../session/holder.ts'
import type { Episode } from '../session/session.ts'
import { seat } from './agents.ts'
import type { Feed } from './feed.ts'
import type { AtOnce, Memory } from './memory.ts'
import { count } from './reports.ts'

type Sessions = Pick<SessionStore, 'load' | 'commit' | 'setWatchers' | 'entries' | 'attributes'>

/** Conversations and their logs, by id. */
export function sessions(memory: Memory, feed: Pick<Feed, 'committed'>): AtOnce<Sessions> {
  const { conversations } = memory
  return {
    load: id => conversations.get(id)?.loaded,

    commit(version, decision) {
      const { session, entries, episodes, attributes, due } = decision
      const before = conversations.get(session.id)
      if ((before?.loaded.version ?? 0) !== version) return false
      const { log = [], place = conversations.size } = before ?? {}
      if (entries.some(({ seq }) => seq <= log.length)) throw new Error('an entry of this number is stored already')
      if (!seat(memory, decision)) return false
      count(memory, decision)
      const loaded = {
        // As in a store that keeps JSON.
        session: defined(session),
        version: version + 1,
        watchers: before?.loaded.watchers ?? [],
      }
      conversations.set(session.id, {
        place,
        loaded,
        log: entries.length > 0 ? [...log, ...entries] : log,
        episodes: episodes.reduce(withEpisode, before?.episodes ?? []),
        ...defined({ due, attributes: attributes ?? before?.attributes }),
      })
      if (entries.length > 0) {
        feed.committed({
          session: loaded.session,
          watchers: loaded.watchers,
          revisionBefore: before?.loaded.session.revision ?? 0,
          isPausedBefore: before !== undefined && isAttended(before.loaded.session),
        })
      }
      return true
    },

    setWatchers(version, session, watchers) {
      const before = conversations.get(session.id)
      if ((before?.loaded.version ?? 0) !== version) return false
      conversations.set(session.id, {
        ...(before ?? { place: conversations.size, log: [], episodes: [] }),
        loaded: { session: before?.loaded.session ?? session, version: version + 1, watchers },
      })
      return true
    },

    entries: (id, range) => entriesIn(conversations.get(id)?.log ?? [], range),

    attributes: ids =>
      new Map(
        ids.flatMap(id => {
          const attributes = conversations.get(id)?.attributes
          return attributes ? [[id, attributes] as const] : []
        }),
      ),
  }
}

function entriesIn(log: readonly Entry[], range: EntryRange): readonly Entry[] {
  if ('before' in range) {
    const end = Math.min(Math.max(range.before - 1, 0), log.length)
    return log.slice(Math.max(0, end - range.limit), end)
  }
  const { after, upTo = log.length, limit } = range
  return log.slice(after, Math.max(after, Math.min(upTo, after + limit)))
}

/** A decision may record an episode that is stored already. The new record replaces it. */
function withEpisode(all: readonly Episode[], episode: Episode): readonly Episode[] {
  const others = all.filter(({ number }) => number !== episode.number)
  return [...others, episode].sort((a, b) => a.number - b.number)
}
