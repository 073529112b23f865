import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { ProblemError } from '../../lib/client/index.ts'
import type { BotConfig } from '../../lib/protocol/config.ts'
import { plainLine } from '../../local/terminal.ts'
import { type BotConnection, connectToBot } from '../connection.ts'
import { explained } from '../explained.ts'
import type { Group } from '../options.ts'
import { valueAt, withoutValue, withValue } from '../paths.ts'
import { printDocument, printLine } from '../print.ts'
import { UsageError } from '../usage-error.ts'

const PATH = {
  type: 'string',
  describe: 'Names of fields with dots between them, such as handoffs.queues.sales.capacity.',
} as const

export const config: Group = program =>
  program.command('config', 'Reads and changes the configuration of a bot.', group =>
    group
      .command(
        'get [path]',
        'Prints the configuration, or one field of it, as JSON. Secrets are masked.',
        get => get.positional('path', PATH),
        async args => {
          const found = await read(await connectToBot(args))
          const value = args.path === undefined ? found : valueAt(found, args.path)
          if (value === undefined) throw new UsageError(`The configuration has no ${args.path}.`)
          printDocument(value, args)
        },
      )
      .command(
        'set <path> <value>',
        'Sets a field. A value that is JSON counts as JSON, every other one as text.',
        set =>
          set.positional('path', { ...PATH, demandOption: true }).positional('value', {
            type: 'string',
            demandOption: true,
            describe: 'New value: text, a number, true, or JSON.',
          }),
        async args => {
          const connection = await connectToBot(args)
          const changed = withValue(await read(connection), args.path, parsed(args.value))
          const { version } = await write(connection, changed)
          printLine(`${args.path} is set. The configuration has version ${version} now.`)
        },
      )
      .command(
        'unset <path>',
        'Removes a field, so that its default counts.',
        unset => unset.positional('path', { ...PATH, demandOption: true }),
        async args => {
          const connection = await connectToBot(args)
          const before = await read(connection)
          if (valueAt(before, args.path) === undefined) throw new UsageError(`The configuration has no ${args.path}.`)
          const { version } = await write(connection, withoutValue(before, args.path))
          printLine(`${args.path} is removed. The configuration has version ${version} now.`)
        },
      )
      .command(
        'edit',
        'Opens the configuration in your editor (VISUAL or EDITOR), and stores what you save.',
        each => each,
        async args => {
          await edit(await connectToBot(args))
        },
      )
      .demandCommand(1, 'Name what to do with the configuration: get, set, unset or edit.'),
  )

async function read({ http, botId }: BotConnection): Promise<BotConfig> {
  return await http.request('GET /api/v1/bots/{botId}/config', { path: { botId } })
}

/** The server checks the configuration, and names the field of each mistake. */
async function write({ http, botId }: BotConnection, changed: object): Promise<BotConfig> {
  return await http.request('PUT /api/v1/bots/{botId}', { path: { botId }, body: changed as BotConfig })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Lets the user edit until the server takes the configuration, or the user gives up. Never throws words away. */
async function edit(connection: BotConnection): Promise<void> {
  const before = await read(connection)
  const folder = await mkdtemp(join(tmpdir(), 'interlude-config-'))
  const path = join(folder, `${connection.botId}.json`)
  const original = `${JSON.stringify(before, null, 2)}\n`
  await writeFile(path, original, { mode: 0o600 })
  for (;;) {
    await openEditor(path)
    const text = await readFile(path, 'utf8')
    if (text === original) {
      await rm(folder, { recursive: true })
      return printLine('Nothing was changed.')
    }
    try {
      const { version } = await write(connection, objectIn(text))
      await rm(folder, { recursive: true })
      return printLine(`The configuration is stored as version ${version}.`)
    } catch (error) {
      if (!(error instanceof ProblemError || error instanceof UsageError)) throw error
      process.stderr.write(`${explained(error)}\n`)
      // An answer to the newest version would undo the change of somebody else without a word.
      const mayRepeat = !(error instanceof ProblemError && error.code === 'config.stale_version')
      if (mayRepeat && (await asks('Edit it again? [Y/n] '))) continue
      throw new UsageError(`Your text is kept in ${path}.`)
    }
  }
}

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
