import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { checkpointsInThread } from '../../lib/sqlite/checkpoints/thread.ts'
import { serve } from './http.ts'

/** A message for the writer: the conversation, and the entry without its `seq`. */
export type BareMessage = readonly [session: string, entry: string]

/**
 * A bare server for messages over SQLite at its best: the product's tables and its thread of checkpoints, a thread that
 * writes with as few statements as a message needs, and none of the product's rules, checks, schemas and notifications.
 */
const path = join(process.argv[2] ?? '', 'interlude.db')
const checkpoints = checkpointsInThread(path)
const writer = new Worker(new URL('./sqlite-writer.ts', import.meta.url), { workerData: path })

let batch: BareMessage[] = []
let waiting: ((seq: number) => void)[] = []
let underWay: typeof waiting | undefined
writer.on('message', (seqs: readonly number[]) => {
  checkpoints.committed()
  const answered = underWay ?? []
  underWay = undefined
  for (const [index, answer] of answered.entries()) answer(seqs[index] ?? 0)
  flush()
})

/** While a batch is under way, the next one grows, so that as many messages as possible share a sync of the disk. */
function flush(): void {
  if (underWay || batch.length === 0) return
  writer.postMessage(batch)
  underWay = waiting
  batch = []
  waiting = []
}

function write(message: BareMessage): Promise<number> {
  return new Promise(resolve => {
    batch.push(message)
    waiting.push(resolve)
    if (batch.length === 1) setImmediate(flush)
  })
}

serve(
  async body => {
    const { session, id, text, userId } = JSON.parse(body)
    const now = Date.now()
    const entry = {
      kind: 'message',
      direction: 'in',
      by: { type: 'user', id: userId },
      type: 'text',
      text,
      clientId: id,
      at: new Date(now).toISOString(),
      epoch: 0,
    }
    const seq = await write([session, JSON.stringify(entry)])
    return { session, seq, epoch: 0, paused: false, replies: [] }
  },
  () => checkpoints.close(),
)
