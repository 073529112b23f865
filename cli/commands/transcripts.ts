import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Http } from '../../lib/client/index.ts'
import { defined } from '../../lib/defined.ts'
import type { Entry } from '../../lib/protocol/entry.ts'
import { plainJson } from '../../local/terminal.ts'
import { connectToBot } from '../connection.ts'
import type { Group } from '../options.ts'
import { allPages } from '../pages.ts'
import { progress } from '../print.ts'

const PAGE = 100

export const transcripts: Group = program =>
  program.command('transcripts', 'Exports the logs of conversations.', group =>
    group
      .command(
        'export [session..]',
        'Writes the entries of conversations as JSON lines, each with its session. Without a session: of every conversation of the bot.',
        exported =>
          exported
            .positional('session', {
              type: 'string',
              array: true,
              default: [] as string[],
              describe: 'Ids of conversations.',
            })
            .option('out', {
              type: 'string',
              alias: 'o',
              requiresArg: true,
              describe: 'File to write. It appears once it is whole.',
            }),
        async ({ session, out, ...args }) => {
          const { http, botId } = await connectToBot(args)
          const lines = Readable.from(linesOf(http, botId, session.length > 0 ? session : sessionsOf(http, botId)))
          if (out === undefined) return await pipeline(lines, process.stdout, { end: false })
          const draft = `${out}.part`
          try {
            await pipeline(lines, createWriteStream(draft))
            await rename(draft, out)
          } catch (error) {
            await rm(draft, { force: true })
            throw error
          }
        },
      )
      .demandCommand(1, 'Name what to do with transcripts: export.'),
  )

async function* sessionsOf(http: Http, botId: string): AsyncGenerator<string> {
  const query = { view: 'all', limit: PAGE } as const
  const found = allPages(cursor =>
    http.request('GET /api/v1/bots/{botId}/conversations', {
      path: { botId },
      query: { ...query, ...defined({ cursor }) },
    }),
  )
  // A conversation that moves while the list is read may come twice.
  const seen = new Set<string>()
  for await (const { id } of found) {
    if (seen.has(id)) continue
    seen.add(id)
    yield id
  }
}

/** Yields the lines of the export, and tells how far it is. */
async function* linesOf(
  http: Http,
  botId: string,
  sessions: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<string> {
  const shown = progress()
  let conversations = 0
  let entries = 0
  try {
    for await (const session of sessions) {
      conversations++
      for await (const entry of entriesOf(http, botId, session)) {
        yield `${plainJson({ session, ...entry })}\n`
        entries++
        if (entries % PAGE === 0) shown.show(`${entries} entries of ${conversations} conversations`)
      }
    }
  } finally {
    shown.end()
  }
  const noun = conversations === 1 ? 'conversation' : 'conversations'
  process.stderr.write(`${entries} entries of ${conversations} ${noun} were written.\n`)
}

async function* entriesOf(http: Http, botId: string, id: string): AsyncGenerator<Entry> {
  for (let after = 0; ; ) {
    const { entries } = await http.request('GET /api/v1/bots/{botId}/conversations/{id}/entries', {
      path: { botId, id },
      query: { after, limit: PAGE },
    })
    yield* entries
    after = entries.at(-1)?.seq ?? after
    if (entries.length < PAGE) return
  }
}
