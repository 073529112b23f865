import { plainJson, plainLine } from '../local/terminal.ts'

/** A column of a table: its head, and the text of a row's cell. */
type Column<Row> = readonly [head: string, cell: (row: Row) => string | number | undefined]

/** Prints rows as a table, or one JSON object per line. `empty`: the line for no rows. */
export function printRows<Row>(
  rows: readonly Row[],
  {
    json,
    columns,
    empty,
  }: { readonly json: boolean; readonly columns: readonly Column<Row>[]; readonly empty: string },
): void {
  if (json) {
    for (const row of rows) printJson(row)
    return
  }
  if (rows.length === 0) {
    printLine(empty)
    return
  }
  const cells = [
    columns.map(([head]) => head.toUpperCase()),
    ...rows.map(row => columns.map(([, cell]) => plainLine(String(cell(row) ?? '')))),
  ]
  const widths = columns.map((_, at) => Math.max(...cells.map(line => [...(line[at] ?? '')].length)))
  for (const line of cells) {
    const padded = line.map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - [...cell].length))
    printLine(padded.join('  ').trimEnd())
  }
}

export function printLine(line: string): void {
  process.stdout.write(`${line}\n`)
}

export function printJson(value: unknown): void {
  printLine(plainJson(value))
}

/** Prints JSON for people to read, or in one line with `json`. */
export function printDocument(value: unknown, { json }: { readonly json: boolean }): void {
  printLine(plainJson(value, json ? 0 : 2))
}

/** Shows progress in one line of a terminal, on stderr. Shows nothing if stderr is no terminal. */
export function progress(): { show(line: string): void; end(): void } {
  const isTerminal = process.stderr.isTTY === true
  return {
    show: line => void (isTerminal && process.stderr.write(`\r\u001b[K${line}`)),
    end: () => void (isTerminal && process.stderr.write('\r\u001b[K')),
  }
}
