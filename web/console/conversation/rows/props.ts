import type { Row } from '../rows.ts'

export interface RowProps<Kind extends Row['kind']> {
  readonly row: Extract<Row, { kind: Kind }>
}
