import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const SERVERLESS = fileURLToPath(import.meta.resolve('serverless/bin/serverless.js'))

export interface Run {
  readonly args: readonly string[]
  /** The folder with the parts of the template (`assemble`). */
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Prints only failures. */
  readonly quiet?: boolean
}

/** Runs a command of the Serverless framework. Returns its exit code. */
export async function serverless({ args, folder, env, quiet = false }: Run): Promise<number> {
  const output = quiet ? 'pipe' : 'inherit'
  const child = spawn(process.execPath, [SERVERLESS, ...args], {
    cwd: folder,
    env: { ...env, CI: 'true' },
    stdio: ['ignore', output, output],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (said += chunk))
  const [code] = await once(child, 'close')
  if (quiet && code !== 0) console.error(said)
  return typeof code === 'number' ? code : 1
}
