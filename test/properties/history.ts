import type { Entry } from '../../lib/protocol/entry.ts'

/**
 * Checks what must be true of any log, from the log alone; throws if it is not. `commits`: the first `seq` of each
 * commit. `stoppedByPause`: the messages that a claim met during a bot-wide pause, which the log does not show.
 */
export function checkHistory(
  log: readonly Entry[],
  commits: readonly number[],
  stoppedByPause: ReadonlySet<number>,
): void {
  const commitOf = (seq: number) => commits.findLastIndex(first => first <= seq)
  let epoch = 0
  let episode = 0
  let isPaused = false
  /** The id of the agent who has the conversation. */
  let owner: string | undefined
  const answeredIn = new Map<number, number>()
  const closed = new Set<number>()
  const givenUp = new Set<number>()

  log.forEach((entry, index) => {
    check(entry.seq === index + 1, `the log has no gap (${entry.seq} stands at ${index + 1})`)
    switch (entry.kind) {
      case 'paused':
        check(!isPaused, 'nobody pauses what is paused')
        episode += 1
        epoch += 1
        check(entry.episode === episode, 'episodes are numbered 1, 2, 3…')
        check(entry.epoch === epoch, 'a pause is one new epoch')
        isPaused = true
        owner = entry.by.type === 'agent' ? (entry.by.id ?? '') : undefined
        break
      case 'resumed':
        check(isPaused, 'only what is paused is resumed')
        epoch += 1
        check(entry.episode === episode, 'a resume ends the open episode')
        check(entry.epoch === epoch, 'a resume is one new epoch')
        isPaused = false
        owner = undefined
        break
      case 'assigned':
        check(owner === undefined, 'only a waiting conversation is assigned')
        owner = entry.agent.id ?? ''
        check(isPaused && entry.episode === episode, 'an assignment belongs to the open episode')
        break
      case 'transferred':
        check(owner === (entry.from.id ?? ''), 'a transfer is from the agent who has the conversation')
        owner = entry.to && (entry.to.id ?? '')
        check(isPaused && entry.episode === episode, 'a transfer belongs to the open episode')
        break
      case 'declined':
      case 'alerted':
        check(owner === undefined, `only a waiting conversation is ${entry.kind}`)
        check(isPaused && entry.episode === episode, `${entry.kind} belongs to the open episode`)
        break
      case 'message':
        if (entry.by.type === 'bot') {
          check(!isPaused, 'no bot message stands between a pause and its end')
          const handover = log.slice(index).find(({ kind }) => kind === 'paused' || kind === 'resumed')
          const isHandover = handover?.kind === 'paused' && commitOf(handover.seq) === commitOf(entry.seq)
          check(entry.epoch === (isHandover ? epoch + 1 : epoch), "a bot message has its own time's epoch")
          if (entry.inReplyTo !== undefined) {
            const asked = log[entry.inReplyTo - 1]
            check(asked?.kind === 'message' && asked.by.type === 'user', 'a reply answers a message of the user')
            check(asked.seq < entry.seq, 'a reply comes after its question')
            const before = answeredIn.get(entry.inReplyTo) ?? commitOf(entry.seq)
            check(before === commitOf(entry.seq), 'a message is answered once')
            answeredIn.set(entry.inReplyTo, before)
          }
        }
        break
      case 'withheld':
        if (entry.of === undefined) break
        {
          const stopped = log[entry.of - 1]
          check(stopped?.kind === 'message' && stopped.by.type === 'bot', 'only a bot message is withheld')
          check(stopped.deliver === true, 'what is withheld was to be sent')
          const isOld = stopped.epoch < entry.epoch
          check(isOld || stoppedByPause.has(entry.of), 'what is withheld is of an older epoch, or of a paused bot')
          check(!closed.has(entry.of), 'a message is withheld once')
          closed.add(entry.of)
        }
        break
      case 'undeliverable':
        check(!closed.has(entry.of), 'a message is given up once')
        closed.add(entry.of)
        givenUp.add(entry.of)
        break
      case 'redelivery':
        check(givenUp.delete(entry.of), 'what was given up is sent again once')
        closed.delete(entry.of)
        break
      case 'note':
        break
      default:
        entry satisfies never
    }
  })
  for (const of of answeredIn.keys()) {
    const drafts = log.filter(entry => entry.kind === 'withheld' && entry.inReplyTo === of)
    check(drafts.length === 0, 'what is answered has no draft')
  }
}

export function check(condition: boolean, promise: string): asserts condition {
  if (!condition) throw new Error(`broken promise: ${promise}`)
}
