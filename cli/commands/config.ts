import type { BotConfig } from '../../lib/protocol/config.ts'
import { type BotConnection, connectToBot } from '../connection.ts'
import { editConfig } from '../edit-config.ts'
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
        edit =>
          edit.option('merge', {
            type: 'boolean',
            default: false,
            describe: 'Merges with a version that somebody else stored meanwhile, without asking. Your changes count.',
          }),
        async args => {
          const connection = await connectToBot(args)
          const { botId } = connection
          const access = { botId, read: () => read(connection), write: (changed: object) => write(connection, changed) }
          await editConfig(access, { merge: args.merge })
        },
      )
      .demandCommand(1, 'Name what to do with the configuration: get, set, unset or edit.'),
  )

async function read({ http, botId }: BotConnection): Promise<BotConfig> {
  return await http.request('GET /api/v1/bots/{botId}/config', { path: { botId } })
}

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
