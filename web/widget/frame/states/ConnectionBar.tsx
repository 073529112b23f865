import { useEffect, useState } from 'preact/hooks'
import type { ConnectionState } from '../../../../lib/client/index.ts'
import { useWords } from '../context.ts'
import { Icon } from '../icons.tsx'

/** A cut that heals within this time is not shown. */
const SILENT_MS = 1_500

interface ConnectionBarProps {
  readonly state: ConnectionState
  readonly onTryNow: () => void
}

/** Shows that the connection is lost, and that no message is lost with it. Renders nothing while it works. */
export function ConnectionBar({ state, onTryNow }: ConnectionBarProps) {
  const { say } = useWords()
  const offlineSince = useOfflineSince()
  const isLong = useIsLonger(state.status === 'offline' ? state.since : offlineSince, SILENT_MS)
  if (!isLong) return null
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

/**
 * Returns the time (ms since 1970) since which the machine has had no network. A socket may take a minute to notice.
 */
function useOfflineSince(): number | undefined {
  const [since, setSince] = useState(navigator.onLine ? undefined : Date.now())
  useEffect(() => {
    const read = () => setSince(navigator.onLine ? undefined : Date.now())
    const undo = new AbortController()
    for (const type of ['online', 'offline']) addEventListener(type, read, { signal: undo.signal })
    return () => undo.abort()
  }, [])
  return since
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
