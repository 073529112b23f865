import { readFileSync } from 'node:fs'

/** Stands in for `functions/pause/documents.ts`: reads the files beside the bundle, which `build` made by that module. */
export const openApi = (): unknown => JSON.parse(read('openapi.json'))
export const docs = (): string => read('docs.html')

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
}
