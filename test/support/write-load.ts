import { openSqliteStore } from '../../lib/sqlite/store.ts'
import { storeWorld } from '../contract/store-world.ts'
import { seeded } from '../e2e/random.ts'
import { agentNotes, agentPauses, userSays } from './commands.ts'
import { addresses } from './people.ts'

/**
 * Writes messages of 300 users, 64 at once, into the file given as the argument until it is killed. Prints `USER SEQ` for
 * each acknowledged entry.
 */
const AT_ONCE = 64
const store = openSqliteStore({ path: process.argv[2] ?? '' })
const world = storeWorld(store, store.feed)
const people = addresses(300)
const random = seeded(Number(process.argv[3]))

async function write(): Promise<never> {
  for (;;) {
    const who = people[Math.floor(random() * people.length)]!
    const said = random() < 0.5 ? agentNotes('x'.repeat(random() * 2_000)) : userSays('hello')
    const { session } = await world.does(who, said)
    process.stdout.write(`${who.userId} ${session.revision}\n`)
    // As the server does: the feed is read and acknowledged.
    if (random() < 0.1) {
      const newest = (await store.feed.read(100)).at(-1)
      if (newest) await store.feed.acknowledge(newest.position)
    }
  }
}

// A message of a user whom a person has opens no turn, so there may be any number.
for (const who of people) await world.does(who, agentPauses())
await Promise.all(Array.from({ length: AT_ONCE }, write))
