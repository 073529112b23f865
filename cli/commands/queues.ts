import { connectToBot } from '../connection.ts'
import type { Group } from '../options.ts'
import { printRows } from '../print.ts'

export const queues: Group = program =>
  program.command('queues', 'Lists the queues of a bot.', group =>
    group
      .command(
        'list',
        'Lists the queues and how many users wait in each.',
        each => each,
        async args => {
          const { http, botId } = await connectToBot(args)
          const { items } = await http.request('GET /api/v1/bots/{botId}/queues', { path: { botId } })
          printRows(items, {
            json: args.json,
            empty: 'The bot has no queue. Add one: interlude config edit',
            columns: [
              ['id', ({ id }) => id],
              ['name', ({ name }) => name],
              ['waiting', ({ waiting }) => waiting],
            ],
          })
        },
      )
      .demandCommand(1, 'Name what to do with queues: list.'),
  )
