import { createContext, useContext } from 'react'
import type { Row } from './rows.ts'

export interface ShownRows {
  readonly rows: readonly Row[]
  /** How many entries the whole log has. */
  readonly length: number
  /** The entry that the agent went to. */
  readonly aim: number | undefined
}

export const RowsContext = createContext<ShownRows>({ rows: [], length: 0, aim: undefined })

/** A row by its index, with its place in the whole log, if it has one there. */
export function useRow(index: number) {
  const { rows, length, aim } = useContext(RowsContext)
  const row = rows[index]
  const place = row !== undefined && 'entry' in row ? row.entry.seq : undefined
  return { row, place, length, isAim: place !== undefined && place === aim }
}
