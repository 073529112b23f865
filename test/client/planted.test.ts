import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { openCopies, type PlantedFault } from '../simulation/plant.ts'
import { type CreateClient, play } from './fuzz.ts'

/** One of this many scripts must find a fault, else the scripts are too tame. */
const SCRIPTS = 4_000

/** The limit on a busy machine. */
const SLOW_MS = 600_000

const faults: readonly PlantedFault[] = [
  {
    name: 'the cursor jumps to the highest `seq`, over a gap',
    file: 'lib/client/log.ts',
    find: `  if (after > log.cursor) return { outcome: 'gap' }\n`,
    replace: '',
  },
  {
    name: 'known entries are appended to the log again',
    file: 'lib/client/log.ts',
    find: 'entries.filter(({ seq }) => seq > log.cursor)',
    replace: 'entries',
  },
  {
    name: 'an earlier page is put in front of the log of before the request',
    file: 'lib/client/follower.ts',
    find: `    const page = await history.endingWith(after)
    // The log may have grown meanwhile.
    this.#log = putInFront(this.#log, page)
`,
    replace: '    this.#log = putInFront(this.#log, await history.endingWith(after))\n',
  },
  {
    name: "the conversation's own entries are appended to a piece that ends before them",
    file: 'lib/client/reader.ts',
    find: 'return upto < after ? [] : entries.filter(',
    replace: 'return after < 0 ? [] : entries.filter(',
  },
  {
    name: 'a command is sent again under a new id',
    file: 'lib/client/outbox.ts',
    find: 'await this.#ports.ask({ ...command, id, session })',
    replace: 'await this.#ports.ask({ ...command, id: id + this.#tries, session })',
  },
  {
    name: 'a command that the server has forgotten is sent again',
    file: 'lib/client/outbox.ts',
    find: `    await loadBackTo(follower, sentAfter)
`,
    replace: '    if (sentAfter >= 0) return true\n',
  },
  {
    name: 'commands from before a reload are lost',
    file: 'lib/client/queue.ts',
    find: '    this.#shelf.put(stored(item))\n    this.#become([...this.#items, item])\n',
    replace: '    this.#become([...this.#items, item])\n',
  },
  {
    name: 'a reconnect does not subscribe to the inbox again',
    file: 'lib/client/client.ts',
    find: '    if (this.#subscription !== undefined) void this.#subscribe()\n',
    replace: '',
  },
  {
    name: 'a dead connection is kept',
    file: 'lib/client/pinger.ts',
    find: 'if (isSilent) return this.#ports.onDead()',
    replace: 'if (isSilent) return this.#follow()',
  },
]

describe('the client scripts notice that', () => {
  const copies = openCopies()
  afterAll(() => copies.remove())

  it.each(faults)('$name', { timeout: SLOW_MS }, async fault => {
    const root = copies.copy(fault.name, [fault])
    const { createClient } = (await import(pathToFileURL(join(root, 'lib/client/client.ts')).href)) as {
      readonly createClient: CreateClient
    }
    await expect(playAll(createClient)).rejects.toThrow(/seed \d+/)
  })
})

async function playAll(create: CreateClient): Promise<void> {
  for (let seed = 1; seed <= SCRIPTS; seed++) await play(seed, create)
}
