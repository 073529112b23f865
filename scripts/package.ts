import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { assemble, ROOT } from './assemble.ts'
import { serverless } from './serverless.ts'

const HELP = `Bundles the functions and writes the files of a deployment: the template, and an archive for each function. Needs no account
and no network. The same sources give the same archives, byte for byte. The template differs in the upload folder, whose
name contains the time.

  npm run package
  npm run package -- --stage prod --region eu-west-1
  npm run package -- --param="alertEmail=ops@example.org"    see docs/deploying.md for all parameters
  npm run package -- --package FOLDER                        writes to FOLDER (default .serverless)
`

/**
 * Packages into `into`, independent of the account that this shell is signed in to. Returns the exit code. With
 * `quiet`, prints only failures. `folder`: where to assemble and keep the parts; without it, they are deleted.
 */
export async function packageService(
  args: readonly string[],
  { into, folder, quiet = false }: { into: string; folder?: string; quiet?: boolean },
): Promise<number> {
  const parts = folder ?? (await mkdtemp(join(tmpdir(), 'interlude-package-')))
  try {
    await assemble(parts)
    const own = Object.entries(process.env).filter(([name]) => !/^(AWS_|SLS_|NODE_OPTIONS$)/.test(name))
    const code = await serverless({ args: ['package', ...args], folder: parts, env: Object.fromEntries(own), quiet })
    // Do not use Serverless's own `--package`: it copies nothing to a folder called `.serverless`, and empties any
    // other.
    if (code === 0) await cp(join(parts, '.serverless'), resolve(into), { recursive: true })
    return code
  } finally {
    if (folder === undefined) await rm(parts, { recursive: true, force: true })
  }
}

/** Splits the arguments into the value of `--package` and the others. */
function outputOf(args: readonly string[]): { readonly into: string; readonly others: readonly string[] } {
  const at = args.findIndex(arg => /^(-p|--package)(=|$)/.test(arg))
  const arg = args[at]
  if (arg === undefined) return { into: join(ROOT, '.serverless'), others: args }
  const [, inline] = arg.split('=', 2)
  const into = inline ?? args[at + 1]
  if (!into) throw new Error(`${arg} needs a folder`)
  return { into, others: args.toSpliced(at, inline === undefined ? 2 : 1) }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2)
  if (args.includes('--help') || args.includes('-h')) process.stdout.write(HELP)
  else {
    const { into, others } = outputOf(args)
    process.exitCode = await packageService(others, { into })
  }
}
