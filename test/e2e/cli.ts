import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The file that runs the command line. */
export const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))

export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the command line as a process of its own, in an environment without Interlude's variables. */
export async function ran(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('INTERLUDE_')))
  return await new Promise(resolve => {
    const options = { env: { ...inherited, ...env }, maxBuffer: 1e8 }
    execFile(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], options, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    )
  })
}
