import { cp, mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from './build.ts'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/**
 * Puts together in `folder` what a deployment is made of, and nothing else: the template's parts, and the bundles below
 * `dist/`. Whatever else lies about in the working copy is thereby kept out of the archives, and two that package at the same
 * time do not write over each other.
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
