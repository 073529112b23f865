import { createContext, useContext } from 'react'
import type { Row } from './rows.ts'

export const RowsContext = createContext<{ readonly rows: readonly Row[]; readonly length: number }>({
  rows: [],
  length: 0,
})

/** A row by its index: what it is, and its place in the whole log. What has no place there has none. */
export function useRow(index: number) {
  const { rows, length } = useContext(RowsContext)
  const row = rows[index]
  return { row, place: row !== undefined && 'entry' in row ? row.entry.seq : undefined, length }
}
