import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { cacheControlOf, typeOf } from '../../lib/web/files.ts'

/** A file as it is sent, whole in memory. */
export interface BuiltFile {
  readonly type: string
  readonly cacheControl: string
  /** A hash of its content. Each coding of it is told apart by its name behind the hash. */
  readonly hash: string
  readonly content: Buffer
  readonly compressed: Readonly<Partial<Record<Coding, Buffer>>>
}

/** Codings of a compressed file, the smallest first, by the suffix of its name. */
export const CODINGS = { br: '.br', gzip: '.gz' } as const
export type Coding = keyof typeof CODINGS

/** By path: `/console/index.html`. */
export type BuiltFiles = ReadonlyMap<string, BuiltFile>

const HASH_CHARS = 20

/** Reads all files of the pages in a folder; rejects where there is no such folder. Files of unknown kinds and dotfiles are left out. */
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
