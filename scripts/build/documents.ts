import { readFileSync } from 'node:fs'

/**
 * Replaces `functions/setup/documents.ts`: reads the files that `build` made with that module, in the bundle's folder.
 */
export const openApi = (): unknown => JSON.parse(read('openapi.json'))
export const docs = (): string => read('docs.html')

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
}
