import { defined } from '../../lib/defined.ts'
import { connectToBot } from '../connection.ts'
import type { Group } from '../options.ts'
import { printRows } from '../print.ts'

export const agents: Group = program =>
  program.command('agents', 'Lists the agents of a bot.', group =>
    group
      .command(
        'list',
        'Lists the agents of the last 90 days, who is online, and how many conversations each has.',
        list => list.option('queue', { type: 'string', requiresArg: true, describe: 'Only the members of a queue.' }),
        async args => {
          const { http, botId } = await connectToBot(args)
          const { items } = await http.request('GET /api/v1/bots/{botId}/agents', {
            path: { botId },
            query: defined({ queue: args.queue }),
          })
          printRows(items, {
            json: args.json,
            empty: 'No agent was connected in the last 90 days.',
            columns: [
              ['id', ({ id }) => id],
              ['name', ({ name }) => name],
              ['status', ({ status }) => status],
              ['has', ({ load, capacity }) => (capacity === undefined ? load : `${load} of ${capacity}`)],
            ],
          })
        },
      )
      .demandCommand(1, 'Name what to do with agents: list.'),
  )
