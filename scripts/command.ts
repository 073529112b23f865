import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountOf, flag, type Place, placeOf } from './account.ts'
import { assemble } from './assemble.ts'
import { serverless } from './serverless.ts'

/** The arguments of a command are missing or invalid. */
export class UsageError extends Error {}

/**
 * Runs a command of this folder with the arguments of the process, and exits with the code that it returns. `--help`
 * prints the help. Prints the message of an error and exits with 1; for a `UsageError`, also prints the help and exits
 * with 2.
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

/**
 * Returns the target of a command and its account: this shell's, or that of `--aws-profile`. Throws if either is
 * invalid.
 */
export async function destinationOf(args: readonly string[]): Promise<Place & { readonly account: string }> {
  const place = placeOf(args)
  if (!/^[a-z][a-z0-9]*$/.test(place.stage))
    throw new Error('The name of a stage may contain only lower-case letters and digits.')
  const profile = flag(args, '--aws-profile')
  if (profile !== undefined) process.env.AWS_PROFILE = profile
  return { ...place, account: await accountOf(place) }
}

/** Runs the Serverless framework in a temporary folder with the parts of the deployment. Returns its exit code. */
export async function onAccount(what: 'deploy' | 'remove', args: readonly string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), `interlude-${what}-`))
  try {
    await assemble(folder)
    return await serverless({ args: [what, ...args], folder, env: process.env })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
