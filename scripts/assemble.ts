import { cp, mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from './build.ts'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/**
 * Copies only the parts of a deployment into `folder`: the template's files, and the bundles below `dist/`. So no other
 * file of the working copy gets into the archives, and concurrent runs do not overwrite each other's files.
 */
export async function assemble(folder: string): Promise<void> {
  const functionFiles = await readdir(join(ROOT, 'functions'), { recursive: true })
  const parts = [
    'serverless.yml',
    'infra',
    ...functionFiles.filter(file => file.endsWith('.yml')).map(file => join('functions', file)),
  ]
  for (const part of parts) await cp(join(ROOT, part), join(folder, part), { recursive: true })
  const { files } = await build({ write: false })
  for (const { path, contents } of files) {
    const file = join(folder, relative(ROOT, path))
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, contents)
  }
}
