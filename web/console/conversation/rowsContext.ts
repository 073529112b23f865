import { createContext, useContext } from 'react'
import type { Row } from './rows.ts'

export interface ShownRows {
  readonly rows: readonly Row[]
  /** Number of entries in the whole log. */
  readonly length: number
  /** The `seq` of the entry to highlight. */
  readonly aim: number | undefined
  /** Whether anything is known of how far the messages have got. */
  readonly hasReceipts: boolean
}

export const RowsContext = createContext<ShownRows>({ rows: [], length: 0, aim: undefined, hasReceipts: false })

/** Returns a row by its index, with its position in the whole log if it has one. */
export function useRow(index: number) {
  const { rows, length, aim, hasReceipts } = useContext(RowsContext)
  const row = rows[index]
  const place = row !== undefined && 'entry' in row ? row.entry.seq : undefined
  return { row, place, length, isAim: place !== undefined && place === aim, hasReceipts }
}
