import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { cacheControlOf, typeOf } from '../../lib/web/files.ts'

/** A file of the pages, in memory. */
export interface BuiltFile {
  readonly type: string
  readonly cacheControl: string
  /** A hash of the content. The etag of a compressed file appends the name of its coding. */
  readonly hash: string
  readonly content: Buffer
  readonly compressed: Readonly<Partial<Record<Coding, Buffer>>>
}

/** The codings of compressed files with the suffixes of their names, the smallest first. */
export const CODINGS = { br: '.br', gzip: '.gz' } as const
export type Coding = keyof typeof CODINGS

/** By path: `/console/index.html`. */
export type BuiltFiles = ReadonlyMap<string, BuiltFile>

const HASH_CHARS = 20

/**
 * Reads all files of the pages in a folder, except dotfiles and files of unknown types. Rejects if there is no such
 * folder.
 */
export async function readBuiltFiles(folder: string): Promise<BuiltFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const names = entries
    .filter(entry => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'))
  const contents = new Map(
    await Promise.all(names.map(async name => [name, await readFile(join(folder, name))] as const)),
  )
  const files = new Map<string, BuiltFile>()
  for (const [name, content] of contents) {
    const type = typeOf(name)
    if (type === undefined) continue
    const compressed = Object.entries(CODINGS).flatMap(([coding, suffix]) => {
      const bytes = contents.get(name + suffix)
      return bytes === undefined ? [] : [[coding, bytes]]
    })
    files.set(`/${name}`, {
      type,
      cacheControl: cacheControlOf(`/${name}`),
      hash: createHash('sha256').update(content).digest('hex').slice(0, HASH_CHARS),
      content,
      compressed: Object.fromEntries(compressed),
    })
  }
  return files
}
