import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'

/** A position in a bundle, as stacks write it: file, line and column. */
const PLACE = /(?:file:\/\/)?(\/[^\s()]*\.mjs):(\d+):(\d+)/g

/**
 * Replaces positions in a bundle by those in the sources, with the bundle's source map. Node could do so
 * (`--enable-source-maps`), but then reads every map at its start, and errors are rarer than starts.
 */
export function inSources(stack: string): string {
  return stack.replace(PLACE, (place, file: string, line: string, column: string) => {
    const origin = mapOf(file)?.findOrigin(Number(line), Number(column))
    if (!origin || !('fileName' in origin) || !origin.fileName) return place
    return `${origin.fileName.replace(/^(\.\.\/)+/, '')}:${origin.lineNumber}:${origin.columnNumber}`
  })
}

const maps = new Map<string, SourceMap | undefined>()

function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, read(`${file}.map`))
  return maps.get(file)
}

function read(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // Keep the stack as it is.
    return undefined
  }
}
