import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageService } from '../../scripts/package.ts'
import { functionsOf, standIn, type Template } from './template.ts'

/** Observations of a bundle that is loaded with its function's environment from the template. */
export interface Loaded {
  /** Its exported functions. */
  exports: string[]
  /** The environment variables that it read. */
  reads: string[]
  /** How often it compiled code from text. */
  compiles: number
  /** Its output, or why it could not be loaded. */
  said: string
}

/** A deployment as it would be sent to AWS. */
export interface Deployment {
  template: Template
  /** By function name. `live` and `dispatch` share a file; each is loaded on its own. */
  bundles: Record<string, Loaded>
}

export interface Packaged {
  /** The folder of the template and the archives. */
  readonly output: string
  /** The folder of the bundles, below `dist/`. */
  readonly parts: string
  readonly template: Template
  remove(): Promise<void>
}

/** Packages into a new folder. */
export async function packaged(...args: readonly string[]): Promise<Packaged> {
  const folder = await mkdtemp(join(tmpdir(), 'interlude-template-'))
  // The default arguments are those of `npm run package`.
  const [output, parts] = [join(folder, '.serverless'), join(folder, 'parts')]
  const code = await packageService(args, { into: output, folder: parts, quiet: true })
  if (code !== 0) throw new Error(`packaging ended with ${code}`)
  const template = JSON.parse(await readFile(templateFile(output), 'utf8')) as Template
  return { output, parts, template, remove: () => rm(folder, { recursive: true, force: true }) }
}

export const templateFile = (output: string): string => join(output, 'cloudformation-template-update-stack.json')

export async function deploymentOf({ template, parts }: Packaged): Promise<Deployment> {
  const bundles: Deployment['bundles'] = {}
  for (const { name, Handler, Environment } of functionsOf(template)) {
    const variables = Object.entries(Environment.Variables).map(([key, value]) => [key, standIn(value)])
    bundles[name] = await loadedWith(join(parts, `${Handler.split('.')[0]}.mjs`), Object.fromEntries(variables))
  }
  return { template, bundles }
}

/** A process with only the given environment that records which variables are read. */
const LOAD = `
const reads = new Set()
const note = name => typeof name === 'string' && reads.add(name)
process.env = new Proxy(process.env, {
  get: (env, name) => (note(name), env[name]),
  has: (env, name) => (note(name), name in env),
})
let compiles = 0
globalThis.Function = new Proxy(Function, {
  construct: (...args) => (compiles++, Reflect.construct(...args)),
})
const loaded = await import(process.argv[1])
const exports = Object.keys(loaded).filter(name => typeof loaded[name] === 'function')
console.log(JSON.stringify({ exports, reads: [...reads], compiles }))
`

async function loadedWith(file: string, env: Readonly<Record<string, string>>): Promise<Loaded> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', LOAD, file], {
      env,
    })
    const lines = stdout.trimEnd().split('\n')
    return { ...JSON.parse(lines.pop() ?? ''), said: [...lines, stderr].join('') }
  } catch (error) {
    return { exports: [], reads: [], compiles: 0, said: String((error as { stderr?: string }).stderr ?? error) }
  }
}
