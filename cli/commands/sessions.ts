import { defined } from '../../lib/defined.ts'
import { Priority, UnpauseOutcome } from '../../lib/protocol/control.ts'
import { type ControlChange, type Conversation, ConversationView } from '../../lib/protocol/conversation.ts'
import { connectToBot } from '../connection.ts'
import type { Group } from '../options.ts'
import { itemsOf } from '../pages.ts'
import { printDocument, printJson, printLine, printRows } from '../print.ts'

/** An operator has no conversations. */
const VIEWS = ConversationView.exclude(['mine']).options
const SESSION = { type: 'string', demandOption: true, describe: 'Id of the conversation, ses_…' } as const

export const sessions: Group = program =>
  program.command('sessions', 'Lists, shows, pauses and unpauses conversations.', group =>
    group
      .command(
        'list',
        'Lists conversations: those that wait, that people have, or all.',
        list =>
          list
            .option('view', { choices: VIEWS, default: 'paused' as const, describe: 'Which conversations.' })
            .option('queue', {
              type: 'string',
              requiresArg: true,
              describe: 'Only those that wait in this queue (with --view waiting).',
            })
            .option('search', { type: 'string', requiresArg: true, describe: 'Only those of people with these words.' })
            .option('most', { type: 'number', default: 100, requiresArg: true, describe: 'How many at most.' }),
        async args => {
          const { http, botId } = await connectToBot(args)
          const path = { botId }
          const query = {
            view: args.view,
            limit: Math.min(100, args.most),
            ...defined({ queue: args.queue, q: args.search }),
          }
          const found = itemsOf(
            cursor =>
              http.request('GET /api/v1/bots/{botId}/conversations', {
                path,
                query: { ...query, ...defined({ cursor }) },
              }),
            args.most,
          )
          printRows(await found, {
            json: args.json,
            empty: 'There is no such conversation.',
            columns: [
              ['id', ({ id }) => id],
              ['user', ({ user }) => user.fullName ?? user.id],
              ['channel', ({ channel }) => channel],
              ['with', holderOf],
              ['last event', ({ lastEventAt }) => lastEventAt],
            ],
          })
        },
      )
      .command(
        'show <id>',
        'Shows a conversation as JSON.',
        show => show.positional('id', SESSION),
        async args => {
          const { http, botId } = await connectToBot(args)
          const path = { botId, id: args.id }
          const found = await http.request('GET /api/v1/bots/{botId}/conversations/{id}', { path })
          printDocument(found, args)
        },
      )
      .command(
        'pause <id>',
        'Takes a conversation from the bot: for you, or with the key of a bot for the agents, who are alerted.',
        pause =>
          pause
            .positional('id', SESSION)
            .option('reason', { type: 'string', requiresArg: true, describe: 'Reason that agents read.' })
            .option('priority', { choices: Priority.options, describe: 'Priority of the alert.' })
            .option('queue', { type: 'string', requiresArg: true, describe: 'Queue in which the user waits.' }),
        async args => {
          const { http, botId } = await connectToBot(args)
          const changed = await http.request('POST /api/v1/bots/{botId}/conversations/{id}/pause', {
            path: { botId, id: args.id },
            body: defined({ reason: args.reason, priority: args.priority, queue: args.queue }),
          })
          printChange(changed, args)
        },
      )
      .command(
        'unpause <id>',
        'Gives a conversation back to the bot, and tells the bot what happened.',
        unpause =>
          unpause
            .positional('id', SESSION)
            .option('outcome', { choices: UnpauseOutcome.options, describe: 'How it ended.' })
            .option('comment', { type: 'string', requiresArg: true, describe: 'Comment that the bot gets.' }),
        async args => {
          const { http, botId } = await connectToBot(args)
          const changed = await http.request('POST /api/v1/bots/{botId}/conversations/{id}/unpause', {
            path: { botId, id: args.id },
            body: defined({ outcome: args.outcome, comment: args.comment }),
          })
          printChange(changed, args)
        },
      )
      .demandCommand(1, 'Name what to do with sessions: list, show, pause or unpause.'),
  )

function holderOf({ control }: Conversation): string {
  if (control.holder !== 'human') return control.holder === 'bot' ? 'the bot' : 'the supervised bot'
  const { handoff } = control
  return handoff.status === 'pending' ? 'nobody yet' : (handoff.agent.name ?? handoff.agent.id ?? 'an agent')
}

function printChange({ changed, conversation }: ControlChange, { json }: { readonly json: boolean }): void {
  if (json) printJson({ changed, conversation })
  else printLine(`${conversation.id}: with ${holderOf(conversation)}${changed ? '' : ', as before'}.`)
}
