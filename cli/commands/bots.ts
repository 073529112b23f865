import { defined } from '../../lib/defined.ts'
import { connect } from '../connection.ts'
import type { Group } from '../options.ts'
import { itemsOf } from '../pages.ts'
import { printLine, printRows } from '../print.ts'

export const bots: Group = program =>
  program.command('bots', 'Lists and creates bots.', group =>
    group
      .command(
        'list',
        'Lists the bots that you may see.',
        each => each,
        async args => {
          const http = await connect(args)
          const found = itemsOf(cursor =>
            http.request('GET /api/v1/bots', { query: { limit: 100, ...defined({ cursor }) } }),
          )
          printRows(await found, {
            json: args.json,
            empty: 'There is no bot yet. Create one: interlude bots create <id>',
            columns: [
              ['id', ({ id }) => id],
              ['name', ({ name }) => name],
              ['state', ({ paused }) => (paused ? 'paused' : 'answers')],
            ],
          })
        },
      )
      .command(
        'create <id>',
        'Creates a bot that is asked before it answers (mode gate). Change it with: interlude config edit',
        create =>
          create
            .positional('id', { type: 'string', demandOption: true, describe: 'The new id: letters, digits, - and _.' })
            .option('name', { type: 'string', requiresArg: true, describe: 'Name that users see.' }),
        async args => {
          const http = await connect(args)
          const body = { mode: 'gate', ...defined({ name: args.name }) } as const
          await http.request('PUT /api/v1/bots/{botId}', { path: { botId: args.id }, body })
          printLine(`The bot ${args.id} is created. It needs a key: interlude keys create --bot ${args.id}`)
        },
      )
      .demandCommand(1, 'Name what to do with bots: list or create.'),
  )
