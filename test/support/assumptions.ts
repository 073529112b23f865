/** A line of a table of `docs/aws-assumptions.md`. */
export interface Assumption {
  readonly service: string
  readonly assumption: string
  readonly reliedOnBy: string
  readonly source: string
  /** Undefined if only the source confirms it. */
  readonly test?: { readonly file: string; readonly name: string }
}

const PATH = /^`([^`]+)`$/
const TEST = /^`([^`]+)` "(.+)"$/

/** Returns all lines of all tables. Throws if a line does not have the format that the page describes. */
export function readAssumptions(page: string): readonly Assumption[] {
  const found: Assumption[] = []
  let service = ''
  for (const line of page.split('\n')) {
    if (line.startsWith('## ')) service = line.slice(3)
    if (!line.startsWith('|') || /^\|(?: assumption |---)/.test(line)) continue
    found.push({ service, ...readLine(line) })
  }
  return found
}

function readLine(line: string): Omit<Assumption, 'service'> {
  const cells = line.split('|').map(cell => cell.trim())
  const [before, assumption = '', reliedOn = '', source = '', told = '', after] = cells
  const reliedOnBy = PATH.exec(reliedOn)?.[1]
  const [, file, name] = TEST.exec(told) ?? []
  if (cells.length !== 6 || before !== '' || after !== '') throw new Error(`not four columns: ${line}`)
  if (assumption === '' || source === '') throw new Error(`nothing assumed, or no source: ${line}`)
  if (reliedOnBy === undefined) throw new Error(`no path of what relies on it: ${line}`)
  if (told === 'source only') return { assumption, reliedOnBy, source }
  if (file === undefined || name === undefined) throw new Error(`neither a test nor "source only": ${line}`)
  return { assumption, reliedOnBy, source, test: { file, name } }
}

/** Whether a test file has a test with exactly this title, not only a mention of it. */
export function hasTest(code: string, name: string): boolean {
  const titles = [`'${name}'`, `"${name}"`, `\`${name}\``]
  // After `it(` or, with it.each, after the closing of the table; either may be on the line before.
  return titles.some(title =>
    code
      .split(title)
      .slice(0, -1)
      .some(before => /(?:\bit\(|\)\(|\](?: as const)?\)\()\s*$/.test(before)),
  )
}
