import { useEffect } from 'react'
import { useServer } from '../data/server.ts'

/** An agent who reads on is noted so often. */
const GATHER_MS = 1_000

/** Notes how far the agent has read, on all their devices. `seq`: the last entry that they see; nothing while they read further up. */
export function useReadMark(session: string, seq: number | undefined): void {
  const { client } = useServer()
  useEffect(() => {
    if (seq === undefined || seq === 0) return
    const note = () => {
      if (document.visibilityState !== 'visible') return
      document.removeEventListener('visibilitychange', note)
      // A mark that is lost is raised by the next one.
      client.ask({ type: 'read', session, seq }).catch(() => undefined)
    }
    const timer = setTimeout(() => {
      document.addEventListener('visibilitychange', note)
      note()
    }, GATHER_MS)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', note)
    }
  }, [client, session, seq])
}
