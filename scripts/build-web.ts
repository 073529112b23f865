import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { build as esbuild } from 'esbuild'
import { build as vite } from 'vite'
import { digestOfSources, ROOT, STAMP, type Stamp, WEB_FOLDER } from '../local/web/sources.ts'
import { compress } from './web/compress.ts'

/** The pages that Vite builds, by the folder of their configuration below `web/`. */
const APPLICATIONS = ['console', 'widget', 'demo'] as const

/**
 * Builds the pages that a browser loads into `folder`, each file also compressed beside it. The same sources and dependencies give the
 * same bytes. The earlier build is replaced at the end, all at once; where the build fails, it stays.
 */
export async function buildWeb(folder = WEB_FOLDER): Promise<void> {
  // Read first: a source that changes meanwhile is newer than the build.
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
        // A busy machine is no fault of the pages.
        checks: { bundlerTimings: false },
        output: {
          // The maps are the same wherever the pages are built.
          sourcemapPathTransform: (source, map) => relative(ROOT, resolve(dirname(map), source)),
        },
      },
    },
  })
}

/** Pages of any charset include this script, so it is ASCII alone. */
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

/** Two builds at the same time both come to their end; the later one stays. */
async function replace(folder: string, fresh: string): Promise<void> {
  const old = `${fresh}-old`
  for (;;) {
    await rename(folder, old).catch(ifThere)
    try {
      await rename(fresh, folder)
      break
    } catch (error) {
      // Another build put its own there in between.
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
  // Otherwise React comes as it is for development wherever a test sets it.
  process.env.NODE_ENV = 'production'
  await buildWeb(process.argv[2])
}
