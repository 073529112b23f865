import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { ProblemError } from '../lib/client/index.ts'
import { type Conflict, type Merged, mergedBy } from '../lib/client/merge.ts'
import type { BotConfig } from '../lib/protocol/config.ts'
import { plainJson, plainLine } from '../local/terminal.ts'
import { explained } from './explained.ts'
import { printLine } from './print.ts'
import { UsageError } from './usage-error.ts'

/** Reads and stores the configuration of a bot. Storing throws a `ProblemError`. */
export interface ConfigAccess {
  readonly botId: string
  read(): Promise<BotConfig>
  /** The server checks the configuration, and names the field of each mistake. */
  write(changed: object): Promise<BotConfig>
}

/** `merge`: takes over the version that somebody else stored meanwhile without asking. */
interface EditOptions {
  readonly merge: boolean
}

/**
 * Lets the user edit until the server takes the configuration, or the user gives up. If somebody else stored a version
 * meanwhile, shows its changes and merges both by field. Never throws words away.
 */
export async function editConfig(access: ConfigAccess, { merge }: EditOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'interlude-config-'))
  const path = join(folder, `${access.botId}.json`)
  let base = await access.read()
  let text = textOf(base)
  await writeFile(path, text, { mode: 0o600 })
  await openEditor(path)
  for (;;) {
    text = await readFile(path, 'utf8')
    if (text === textOf(base)) {
      await rm(folder, { recursive: true })
      return printLine('Nothing was changed.')
    }
    try {
      const { version } = await access.write(objectIn(text))
      await rm(folder, { recursive: true })
      return printLine(`The configuration is stored as version ${version}.`)
    } catch (error) {
      if (!(error instanceof ProblemError || error instanceof UsageError)) throw error
      if (error instanceof ProblemError && error.code === 'config.stale_version') {
        const newest = await access.read()
        const merged = mergedBy({ base, mine: objectIn(text), theirs: newest })
        sayWhatOthersChanged(newest.version, merged)
        if (!(merge || (await asks('Take over the newest version and keep your changes? [Y/n] ')))) throw kept(path)
        base = newest
        await writeFile(path, textOf({ ...(merged.value as object), version: newest.version }))
        continue
      }
      process.stderr.write(`${explained(error)}\n`)
      if (!(await asks('Edit it again? [Y/n] '))) throw kept(path)
      await openEditor(path)
    }
  }
}

const textOf = (config: object) => `${JSON.stringify(config, null, 2)}\n`

const kept = (path: string) => new UsageError(`Your text is kept in ${path}.`)

/** Lists the fields that somebody else changed, and those that both did. */
function sayWhatOthersChanged(version: number, { theirs, conflicts }: Merged): void {
  const say = (line: string) => process.stderr.write(`${plainLine(line)}\n`)
  const disputed = new Set(conflicts.map(({ path }) => path.join('.')))
  say(`Somebody else stored version ${version} meanwhile, with these changes:`)
  for (const { path, before, after } of theirs) {
    const name = path.join('.')
    if (name !== 'version' && !disputed.has(name)) say(`  ${name}: ${shown(before)} → ${shown(after)}`)
  }
  for (const conflict of conflicts.filter(({ path }) => path[0] !== 'version')) say(ofConflict(conflict))
}

function ofConflict({ path, before, mine, theirs }: Conflict): string {
  return `  ${path.join('.')}: ${shown(before)} → ${shown(theirs)}. You both changed it; yours counts: ${shown(mine)}`
}

const shown = (value: unknown) => (value === undefined ? 'nothing' : plainJson(value))

function objectIn(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch (error) {
    throw new UsageError(`The text is no JSON: ${error instanceof Error ? error.message : error}`)
  }
  throw new UsageError('The text must be a JSON object.')
}

async function openEditor(path: string): Promise<void> {
  const { VISUAL, EDITOR } = process.env
  const editor = VISUAL || EDITOR || 'vi'
  // The variable may have options, such as "code --wait", so a shell reads it. The path is an argument of its own.
  const child = spawn('/bin/sh', ['-c', `${editor} "$1"`, 'editor', path], { stdio: 'inherit' })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0)
    throw new UsageError(
      `The editor ${plainLine(editor)} ended with ${code ?? 'a signal'}. Your text is kept in ${path}.`,
    )
}

async function asks(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return !/^n/i.test((await terminal.question(question)).trim())
  } finally {
    terminal.close()
  }
}
