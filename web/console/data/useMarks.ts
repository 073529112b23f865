import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import { type Marks, withMarks } from './marks.ts'
import { useServer } from './server.ts'

const NONE: Marks = new Map()
/** Most conversations of one request for marks. */
const AT_ONCE = 100
/** Time (ms) for which the last read entry must stay the same before it is sent. */
const GATHER_MS = 1_000

/** Returns the agent's read marks of these conversations, from all of their devices. */
export function useMarks(sessions: readonly string[]): Marks {
  const { client, botId } = useServer()
  const note = useNoteMarks()
  // Requests and frames write the marks into the cache, so this query fetches nothing itself.
  const { data: marks } = useQuery({
    queryKey: keyOf(botId),
    queryFn: () => NONE,
    initialData: NONE,
    enabled: false,
  })
  const key = useMemo(() => unknownOf(sessions, marks).join(' '), [sessions, marks])

  useEffect(
    () =>
      client.onFrame(frame => {
        if (frame.type === 'read') note([[frame.session, frame.seq]])
      }),
    [client, note],
  )
  useEffect(() => {
    if (key === '') return undefined
    const asked = key.split(' ')
    const abort = new AbortController()
    client.http
      .request('POST /api/v1/bots/{botId}/read-marks', {
        path: { botId },
        body: { sessions: asked },
        signal: abort.signal,
      })
      .then(
        answer => {
          const read: Readonly<Record<string, number>> = answer.marks
          note(asked.map(session => [session, read[session] ?? 0]))
        },
        // The next change of the list asks again.
        () => undefined,
      )
    return () => abort.abort()
  }, [client, botId, key, note])
  return marks
}

/** Returns the first sessions of a list without a known mark, as many as one request takes. */
function unknownOf(sessions: readonly string[], marks: Marks): readonly string[] {
  const unknown: string[] = []
  for (const session of sessions) {
    if (unknown.length === AT_ONCE) break
    if (!marks.has(session)) unknown.push(session)
  }
  return unknown
}

/**
 * Records how far the agent has read a conversation. `seq`: the last visible entry; nothing while the agent reads
 * further up.
 */
export function useMarkRead(session: string, seq: number | undefined): void {
  const { client } = useServer()
  const note = useNoteMarks()
  useEffect(() => {
    if (seq === undefined || seq === 0) return undefined
    const mark = () => {
      if (document.hidden) return
      document.removeEventListener('visibilitychange', mark)
      note([[session, seq]])
      // The next mark replaces a lost one.
      client.ask({ type: 'read', session, seq }).catch(() => undefined)
    }
    const timer = setTimeout(() => {
      document.addEventListener('visibilitychange', mark)
      mark()
    }, GATHER_MS)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', mark)
    }
  }, [client, note, session, seq])
}

const keyOf = (botId: string) => ['marks', botId]

function useNoteMarks() {
  const { botId } = useServer()
  const queries = useQueryClient()
  return useCallback(
    (newer: Iterable<readonly [session: string, seq: number]>) =>
      queries.setQueryData<Marks>(keyOf(botId), (known = NONE) => withMarks(known, newer)),
    [queries, botId],
  )
}
