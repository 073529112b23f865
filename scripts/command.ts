import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountOf, flag, type Place, placeOf } from './account.ts'
import { assemble } from './assemble.ts'
import { serverless } from './serverless.ts'

/** The command was called so that nobody knows what is meant. */
export class UsageError extends Error {}

/**
 * Runs a command of this folder with the arguments of the process; its answer is the exit code. `--help` says how it is used.
 * What it throws is told in its words alone, with code 1; a `UsageError` with the help, and code 2.
 */
export async function runCommand(help: string, command: (args: readonly string[]) => Promise<number>): Promise<void> {
  const args = process.argv.slice(2)
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(help)
    return
  }
  try {
    process.exitCode = await command(args)
  } catch (error) {
    const isUsage = error instanceof UsageError
    console.error((error as Error).message + (isUsage ? `\n\n${help}` : ''))
    process.exitCode = isUsage ? 2 : 1
  }
}

/** Where a command goes, and into whose account: this shell's, or that of `--aws-profile`. Throws where there is no such place. */
export async function destinationOf(args: readonly string[]): Promise<Place & { readonly account: string }> {
  const place = placeOf(args)
  if (!/^[a-z][a-z0-9]*$/.test(place.stage))
    throw new Error('The name of a stage may contain only lower-case letters and digits.')
  const profile = flag(args, '--aws-profile')
  if (profile !== undefined) process.env.AWS_PROFILE = profile
  return { ...place, account: await accountOf(place) }
}

/** Has the Serverless framework do it, over parts that are put together for it and thrown away. Answers its exit code. */
export async function onAccount(what: 'deploy' | 'remove', args: readonly string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), `interlude-${what}-`))
  try {
    await assemble(folder)
    return await serverless({ args: [what, ...args], folder, env: process.env })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
