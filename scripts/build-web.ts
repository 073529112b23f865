import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { build as esbuild } from 'esbuild'
import { build as vite } from 'vite'
import { digestOfSources, ROOT, STAMP, type Stamp, WEB_FOLDER } from '../local/web/sources.ts'
import { compress } from './web/compress.ts'

/** The pages that Vite builds, by the folder of their configuration below `web/`. */
const APPLICATIONS = ['console', 'widget', 'demo'] as const

/**
 * Builds the pages for browsers into `path`, with compressed copies of each file. The same sources and dependencies
 * give the same bytes. Replaces the earlier build atomically at the end; if the build fails, the earlier one stays.
 */
export async function buildWeb(path = WEB_FOLDER): Promise<void> {
  // Vite would resolve a relative path from the folder of each page.
  const folder = resolve(path)
  // Hash first, so that a source that changes during the build counts as newer than the build.
  const digest = await digestOfSources()
  await mkdir(dirname(folder), { recursive: true })
  const fresh = await mkdtemp(`${folder}-`)
  try {
    await Promise.all([...APPLICATIONS.map(name => buildApplication(name, join(fresh, name))), buildLoader(fresh)])
    await compress(fresh)
    await writeFile(join(fresh, STAMP), JSON.stringify({ digest } satisfies Stamp))
    await replace(folder, fresh)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

async function buildApplication(name: (typeof APPLICATIONS)[number], outDir: string): Promise<void> {
  await vite({
    configFile: join(ROOT, 'web', name, 'vite.config.ts'),
    mode: 'production',
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: true,
      rolldownOptions: {
        // Do not warn about slow builds on a busy machine.
        checks: { bundlerTimings: false },
        output: {
          // Make the maps independent of the build folder.
          sourcemapPathTransform: (source, map) => relative(ROOT, resolve(dirname(map), source)),
        },
      },
    },
  })
}

/** Builds the script that host pages include. It is pure ASCII, since they may have any charset. */
async function buildLoader(folder: string): Promise<void> {
  await esbuild({
    absWorkingDir: ROOT,
    entryPoints: ['web/widget/loader/loader.ts'],
    outfile: join(folder, 'widget.js'),
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'warning',
  })
}

/** Replaces the folder. If two builds run at the same time, both succeed and the later one stays. */
async function replace(folder: string, fresh: string): Promise<void> {
  const old = `${fresh}-old`
  for (;;) {
    await rename(folder, old).catch(ifThere)
    try {
      await rename(fresh, folder)
      break
    } catch (error) {
      // Another build put its folder there meanwhile.
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error
      await rm(old, { recursive: true, force: true })
    }
  }
  await rm(old, { recursive: true, force: true })
}

function ifThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}

if (import.meta.main) {
  // A test may have set another value, which would bundle React's development build.
  process.env.NODE_ENV = 'production'
  await buildWeb(process.argv[2])
}
