import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec'

interface SourceMap {
  readonly version: number
  readonly sources: readonly string[]
  readonly names: readonly string[]
  readonly mappings: string
}

/**
 * Reduces a source map to the project's own code; positions in dependencies map to nothing. A function reads its map
 * when it starts, and four fifths of it would describe dependencies.
 */
export function ownMap(text: string): string {
  const map = JSON.parse(text) as SourceMap
  const sources = new Numbering(map.sources)
  const names = new Numbering(map.names)
  const isOwn = map.sources.map(source => /^(\.\.\/)*(functions|lib)\//.test(source))
  // A reader uses the last segment before the wanted position, even one of an earlier line.
  let isInside = false
  const mappings = decode(map.mappings).map(line =>
    line.flatMap((segment): SourceMapSegment[] => {
      const [column, source, sourceLine, sourceColumn, name] = segment
      if (source === undefined || !isOwn[source]) {
        // A segment without a source ends a range of own code.
        const ended: SourceMapSegment[] = isInside ? [[column]] : []
        isInside = false
        return ended
      }
      isInside = true
      const place = [column, sources.of(source), sourceLine as number, sourceColumn as number] as const
      return [name === undefined ? [...place] : [...place, names.of(name)]]
    }),
  )
  return JSON.stringify({ version: map.version, sources: sources.used, names: names.used, mappings: encode(mappings) })
}

/** Renumbers the used elements of a list. */
class Numbering {
  readonly used: string[] = []
  private readonly all: readonly string[]
  private readonly numbers = new Map<number, number>()

  constructor(all: readonly string[]) {
    this.all = all
  }

  of(index: number): number {
    let number = this.numbers.get(index)
    if (number === undefined) {
      number = this.used.push(this.all[index] ?? '') - 1
      this.numbers.set(index, number)
    }
    return number
  }
}
