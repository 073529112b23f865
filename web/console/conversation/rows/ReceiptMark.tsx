import { Check, CheckCheck } from 'lucide-react'
import { useCallback, useSyncExternalStore } from 'react'
import { useTexts } from '../../texts/useTexts.ts'
import { receiptOf } from '../receipts.ts'
import { useScene } from '../scene.ts'

/**
 * Shows that the user got or read a message, if it is the newest such message. The mark lies in the padding of the
 * bubble's corner, so that no row changes its height.
 */
export function ReceiptMark({ seq }: { seq: number }) {
  const { log } = useTexts()
  const { handle } = useScene()
  const subscribe = useCallback((listener: () => void) => handle.subscribe(listener), [handle])
  const receipt = useSyncExternalStore(subscribe, () => receiptOf(handle.snapshot(), seq))
  if (receipt === undefined) return null
  const Icon = receipt === 'read' ? CheckCheck : Check
  return (
    <span title={log[receipt]} className="absolute end-1 bottom-0.5 text-text-2">
      <Icon size={14} aria-hidden="true" />
      <span className="sr-only">{log[receipt]}</span>
    </span>
  )
}
