import { defined } from '../../lib/defined.ts'
import { connectToBot } from '../connection.ts'
import type { Group } from '../options.ts'
import { printJson, printLine, printRows } from '../print.ts'

export const keys: Group = program =>
  program.command('keys', 'Lists, creates and revokes the keys of a bot.', group =>
    group
      .command(
        'list',
        "Lists a bot's keys, without their secrets.",
        each => each,
        async args => {
          const { http, botId } = await connectToBot(args)
          const found = await http.request('GET /api/v1/bots/{botId}/keys', { path: { botId } })
          printRows(found, {
            json: args.json,
            empty: 'The bot has no key. Create one: interlude keys create',
            columns: [
              ['id', ({ keyId }) => keyId],
              ['label', ({ label }) => label],
              ['created', ({ createdAt }) => createdAt],
            ],
          })
        },
      )
      .command(
        'create',
        'Creates a key and prints it. Nothing shows it again.',
        create => create.option('label', { type: 'string', requiresArg: true, describe: 'Where the key is used.' }),
        async args => {
          const { http, botId } = await connectToBot(args)
          const made = await http.request('POST /api/v1/bots/{botId}/keys', {
            path: { botId },
            body: defined({ label: args.label }),
          })
          if (args.json) printJson(made)
          else printLine(made.key)
        },
      )
      .command(
        'revoke <id>',
        'Revokes a key. It stops working within 30 seconds.',
        revoke => revoke.positional('id', { type: 'string', demandOption: true, describe: 'Id of the key.' }),
        async args => {
          const { http, botId } = await connectToBot(args)
          const path = { botId, keyId: args.id }
          await http.request('DELETE /api/v1/bots/{botId}/keys/{keyId}', { path })
          printLine(`The key ${args.id} is revoked.`)
        },
      )
      .demandCommand(1, 'Name what to do with keys: list, create or revoke.'),
  )
