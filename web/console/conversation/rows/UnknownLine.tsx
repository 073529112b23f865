import { useTexts } from '../../texts/useTexts.ts'
import type { RowProps } from './props.ts'

/** Names an entry of an unknown kind, rather than leaving it out. */
export function UnknownLine({ row: { entry } }: RowProps<'unknown'>) {
  const { log } = useTexts()
  return <p className="py-2 text-center text-small text-text-3">{log.unknownEntry(entry.kind)}</p>
}
