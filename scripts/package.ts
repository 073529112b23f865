import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { build } from './build.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SERVERLESS = fileURLToPath(import.meta.resolve('serverless/bin/serverless.js'))

/**
 * Bundles the functions and writes what a deployment would send, template and archives, to `.serverless/` or where
 * `--package` says. It needs no account and no network, and whatever account this shell is signed in to is kept out of it.
 * Answers the exit code; `quiet` says nothing unless it fails.
 */
export async function packageService(args: readonly string[] = [], { quiet = false } = {}): Promise<number> {
  await build()
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS_|SLS_|NODE_OPTIONS$)/.test(name))
  const serverless = spawn(process.execPath, [SERVERLESS, 'package', ...args], {
    cwd: ROOT,
    env: { ...Object.fromEntries(own), CI: 'true' },
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
  })
  let output = ''
  for (const stream of [serverless.stdout, serverless.stderr]) stream?.on('data', chunk => (output += chunk))
  const [code] = await once(serverless, 'close')
  if (quiet && code !== 0) console.error(output)
  return typeof code === 'number' ? code : 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await packageService(process.argv.slice(2))
