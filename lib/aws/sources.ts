import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'

/** A place in a bundle, as stacks name it: file, line and column. */
const PLACE = /(?:file:\/\/)?(\/[^\s()]*\.mjs):(\d+):(\d+)/g

/**
 * A stack with the sources' places instead of the bundle's, where the map beside the bundle knows them. Node would do so by itself
 * (`--enable-source-maps`), but then reads every map when it starts; errors are rarer than starts.
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
    // A stack as it is says more than no stack.
    return undefined
  }
}
