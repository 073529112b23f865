import { defined } from '../../lib/defined.ts'
import {
  ALERT_FIELDS,
  type AlertField,
  type AlertFilter,
  SubscriptionProtocol,
} from '../../lib/protocol/subscription.ts'
import { connectToBot } from '../connection.ts'
import type { Group } from '../options.ts'
import { itemsOf } from '../pages.ts'
import { printJson, printLine, printRows } from '../print.ts'

const filterOf = (field: AlertField) =>
  ({ type: 'string', array: true, requiresArg: true, describe: `Only alerts with one of these as ${field}.` }) as const

const FILTERS = Object.fromEntries(ALERT_FIELDS.map(field => [field, filterOf(field)])) as Record<
  AlertField,
  ReturnType<typeof filterOf>
>

export const subscriptions: Group = program =>
  program.command('subscriptions', "Lists, adds and removes the receivers of a bot's alerts.", group =>
    group
      .command(
        'list',
        'Lists the receivers, and whether each has confirmed.',
        each => each,
        async args => {
          const { http, botId } = await connectToBot(args)
          const path = { botId }
          const found = itemsOf(cursor =>
            http.request('GET /api/v1/bots/{botId}/subscriptions', { path, query: defined({ cursor }) }),
          )
          printRows(await found, {
            json: args.json,
            empty: 'Nobody gets alerts. Add somebody: interlude subscriptions add email <address>',
            columns: [
              ['id', ({ id }) => id],
              ['by', ({ protocol }) => protocol],
              ['to', ({ endpoint }) => endpoint],
              ['status', ({ status }) => status],
              ['only', ({ filter }) => JSON.stringify(filter ?? {})],
            ],
          })
        },
      )
      .command(
        'add <protocol> <endpoint>',
        'Adds a receiver, who must confirm (except by SMS).',
        add => {
          const named = add
            .positional('protocol', {
              choices: SubscriptionProtocol.options,
              demandOption: true,
              describe: 'How to reach the receiver.',
            })
            .positional('endpoint', { type: 'string', demandOption: true, describe: 'Address, phone number or URL.' })
          return named.options(FILTERS)
        },
        async args => {
          const { http, botId } = await connectToBot(args)
          const filter = Object.fromEntries(
            ALERT_FIELDS.flatMap(field => (args[field] === undefined ? [] : [[field, args[field]]])),
          )
          const added = await http.request('POST /api/v1/bots/{botId}/subscriptions', {
            path: { botId },
            // The server checks the values, and names the field of a wrong one.
            body: { protocol: args.protocol, endpoint: args.endpoint, filter: filter as AlertFilter },
          })
          if (args.json) printJson(added)
          else
            printLine(
              added.status === 'pending' ? `${args.endpoint} was asked to confirm.` : `${args.endpoint} gets alerts.`,
            )
        },
      )
      .command(
        'remove <id>',
        'Removes a receiver.',
        remove => remove.positional('id', { type: 'string', demandOption: true, describe: 'Id of the subscription.' }),
        async args => {
          const { http, botId } = await connectToBot(args)
          const path = { botId, id: args.id }
          await http.request('DELETE /api/v1/bots/{botId}/subscriptions/{id}', { path })
          printLine(`The subscription ${args.id} is removed.`)
        },
      )
      .demandCommand(1, 'Name what to do with subscriptions: list, add or remove.'),
  )
