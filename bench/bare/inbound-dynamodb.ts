import { join } from 'node:path'
import { openDynamoStore } from '../../lib/dynamo/store.ts'
import { openDynamoEngine } from '../../local/engines/dynamodb.ts'
import { serve } from './http.ts'
import { withMessage } from './message.ts'

/** A bare server for messages over the embedded DynamoDB engine: one read, and one transaction of the same items. */
const engine = await openDynamoEngine({ directory: join(process.argv[2] ?? '', 'dynamodb'), table: 'interlude' })
const store = openDynamoStore({ client: engine.documents, table: engine.table })

serve(
  async body => {
    const { session: id, ...message } = JSON.parse(body)
    for (;;) {
      const loaded = await store.load(id)
      if (!loaded) throw new Error('there is no such conversation')
      const { session, entry, due } = withMessage(loaded.session, message)
      const decision = {
        before: loaded.session,
        session,
        entries: [entry],
        episodes: [],
        tallies: [],
        changed: true,
        due,
        outcome: null,
      }
      if (await store.commit(loaded.version, decision)) {
        return { session: id, seq: entry.seq, epoch: session.epoch, paused: false, replies: [] }
      }
    }
  },
  () => void engine.close(),
)
