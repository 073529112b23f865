import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Builds the pages that a browser loads into `dist/web/`. The same sources and dependencies give the same bytes. */
export async function buildWeb(): Promise<void> {
  await build({ configFile: `${ROOT}web/console/vite.config.ts`, logLevel: 'warn' })
}

if (import.meta.main) await buildWeb()
