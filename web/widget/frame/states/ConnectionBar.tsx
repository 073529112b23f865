import { useEffect, useState } from 'preact/hooks'
import type { ConnectionState } from '../../../../lib/client/index.ts'
import { useWords } from '../context.ts'
import { Icon } from '../icons.tsx'

/** A cut that heals sooner is not worth a word. */
const SILENT_MS = 1_500

interface ConnectionBarProps {
  readonly state: ConnectionState
  readonly onTryNow: () => void
}

/** Says that the connection is lost, and that nothing is lost with it. Nothing is said while it is there. */
export function ConnectionBar({ state, onTryNow }: ConnectionBarProps) {
  const { say } = useWords()
  const since = state.status === 'offline' ? state.since : undefined
  const isLong = useIsLonger(since, SILENT_MS)
  if (state.status === 'offline' && isLong) {
    return (
      <div class="bar" role="status">
        <Icon name="offline" size={16} />
        <span>{say('offline')}</span>
        <button type="button" class="link" onClick={onTryNow}>
          {say('tryNow')}
        </button>
      </div>
    )
  }
  return null
}

function useIsLonger(since: number | undefined, ms: number): boolean {
  const [past, setPast] = useState<number>()
  useEffect(() => {
    if (since === undefined) return
    const timer = setTimeout(() => setPast(since), since + ms - Date.now())
    return () => clearTimeout(timer)
  }, [since, ms])
  return since !== undefined && past === since
}
