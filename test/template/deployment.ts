import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageService } from '../../scripts/package.ts'
import { functionsOf, standIn, type Template } from './template.ts'

/** What a bundle shows of itself when it is loaded with the environment that the template gives its function. */
export interface Loaded {
  /** Its exports that can be called. */
  exports: string[]
  /** The environment variables that were looked at meanwhile. */
  reads: string[]
  /** Anything that it said, or why it could not be loaded. */
  said: string
}

/** A deployment as it would be sent: what is checked. */
export interface Deployment {
  template: Template
  /** By the function's name; `live` and `dispatch` share a file, and are loaded each. */
  bundles: Record<string, Loaded>
}

export interface Packaged {
  /** Where the template and the archives are. */
  readonly output: string
  /** Where the bundles are, below `dist/`. */
  readonly parts: string
  readonly template: Template
  remove(): Promise<void>
}

/** Packages into a folder of its own. */
export async function packaged(...args: readonly string[]): Promise<Packaged> {
  const folder = await mkdtemp(join(tmpdir(), 'interlude-template-'))
  // Called as `npm run package` calls it, if it is not told otherwise.
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

/** A process of its own, with nothing in its environment but what is told, notes what is asked of it. */
const LOAD = `
const reads = new Set()
const note = name => typeof name === 'string' && reads.add(name)
process.env = new Proxy(process.env, {
  get: (env, name) => (note(name), env[name]),
  has: (env, name) => (note(name), name in env),
})
const loaded = await import(process.argv[1])
const exports = Object.keys(loaded).filter(name => typeof loaded[name] === 'function')
console.log(JSON.stringify({ exports, reads: [...reads] }))
`

async function loadedWith(file: string, env: Readonly<Record<string, string>>): Promise<Loaded> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', LOAD, file], {
      env,
    })
    const lines = stdout.trimEnd().split('\n')
    return { ...JSON.parse(lines.pop() ?? ''), said: [...lines, stderr].join('') }
  } catch (error) {
    return { exports: [], reads: [], said: String((error as { stderr?: string }).stderr ?? error) }
  }
}
