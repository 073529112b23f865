import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** The folder of the built pages. */
export const WEB_FOLDER = join(ROOT, 'dist/web')
/** The file in that folder with the digest of the sources of the build. */
export const STAMP = 'sources.json'

export interface Stamp {
  readonly digest: string
}

/** The sources of the pages. */
const SOURCES = [
  'web',
  'lib/client',
  'lib/protocol',
  'lib/web',
  'scripts/build-web.ts',
  'scripts/web',
  'package-lock.json',
]

/** Hashes the names and contents of all sources of the pages. */
export async function digestOfSources(root = ROOT): Promise<string> {
  const files = (await Promise.all(SOURCES.map(source => filesBelow(root, source)))).flat()
  const contents = await Promise.all(files.map(file => readFile(join(root, file))))
  const hash = createHash('sha256')
  for (const [index, file] of files.entries()) {
    const content = contents[index] ?? Buffer.alloc(0)
    hash.update(`${file} ${content.length}\n`).update(content)
  }
  return hash.digest('hex')
}

/** Excludes tests, which are not part of a page. */
const isSource = (file: string): boolean => !file.endsWith('.test.ts')

async function filesBelow(root: string, path: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true })
    return entries
      .filter(entry => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(root.length))
      .filter(isSource)
      .sort()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTDIR') return [path]
    if (code === 'ENOENT') return []
    throw error
  }
}
