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
  let isSnoozed = false
  let isSupervised = false
  /** The first entries of proposals that wait for a decision, and the messages that they answer. */
  const proposals = new Map<number, number | undefined>()
  const answeredIn = new Map<number, number>()
  const closed = new Set<number>()
  const givenUp = new Set<number>()
  const rated = new Set<number>()
  const tags = new Set<string>()

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
        isSupervised = false
        proposals.clear()
        owner = entry.by.type === 'agent' ? (entry.by.id ?? '') : undefined
        break
      case 'resumed':
        isSnoozed = false
        check(isPaused, 'only what is paused is resumed')
        epoch += 1
        check(entry.episode === episode, 'a resume ends the open episode')
        check(entry.epoch === epoch, 'a resume is one new epoch')
        isPaused = false
        owner = undefined
        break
      case 'rated':
        check(!rated.has(entry.episode), 'an episode is rated once')
        check(entry.episode === (isPaused ? episode - 1 : episode), 'the newest episode that has ended is rated')
        rated.add(entry.episode)
        break
      case 'assigned':
        check(owner === undefined, 'only a waiting conversation is assigned')
        owner = entry.agent.id ?? ''
        check(isPaused && entry.episode === episode, 'an assignment belongs to the open episode')
        break
      case 'transferred':
        check(owner === (entry.from && (entry.from.id ?? '')), 'a transfer is from the agent who has the conversation')
        owner = entry.to && (entry.to.id ?? '')
        isSnoozed = false
        check(isPaused && entry.episode === episode, 'a transfer belongs to the open episode')
        break
      case 'snoozed':
        check(isPaused && owner === entry.by.id, 'only the agent who has a conversation snoozes it')
        check(entry.until === undefined || entry.until > entry.at, 'a snooze ends later than it begins')
        check(entry.episode === episode, 'a snooze belongs to the open episode')
        isSnoozed = true
        break
      case 'woken':
        check(isSnoozed && entry.episode === episode, 'only a snoozed conversation wakes')
        isSnoozed = false
        break
      case 'declined':
      case 'alerted':
      case 'acknowledged':
        check(owner === undefined, `only a waiting conversation is ${entry.kind}`)
        check(isPaused && entry.episode === episode, `${entry.kind} belongs to the open episode`)
        break
      case 'message':
        if (isSnoozed && (entry.by.type === 'user' || entry.by.type === 'agent')) {
          const next = log[index + 1]
          const isPiece = next?.kind === 'message' && next.continues !== undefined
          const ends = entry.command === 'end' || next?.kind === 'woken' || next?.kind === 'resumed'
          check(isPiece || ends, 'a message wakes a snoozed conversation')
        }
        if (entry.by.type === 'bot') {
          check(!isPaused, 'no bot message stands between a pause and its end')
          check(
            isSupervised === (entry.approvedBy !== undefined),
            'a bot message is approved if, and only if, it is supervised',
          )
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
          check(stopped.approvedBy?.type !== 'agent', 'what an agent approved is not withheld')
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
      case 'tagged': {
        const { added = [], removed = [] } = entry
        check(added.length + removed.length > 0, 'a change of tags changes some')
        for (const tag of removed) check(tags.delete(tag.toLowerCase()), 'only a tag of the conversation is removed')
        for (const tag of added) {
          check(!tags.has(tag.toLowerCase()), 'only a tag that the conversation lacks is added')
          tags.add(tag.toLowerCase())
        }
        check(tags.size <= 20, 'a conversation has at most 20 tags')
        break
      }
      case 'supervised':
        check(!isPaused && isSupervised !== entry.on, 'supervision begins and ends while the bot answers')
        check(proposals.size === 0, 'supervision does not end while a reply waits')
        isSupervised = entry.on
        break
      case 'proposed':
        check(isSupervised, 'only a supervised bot proposes')
        if (entry.continues !== undefined || proposals.size > 0) {
          const inCommit = log.slice(0, index).filter(each => each.kind === 'proposed')
          if (inCommit.some(each => commitOf(each.seq) === commitOf(entry.seq))) break
        }
        proposals.set(entry.seq, entry.inReplyTo)
        break
      case 'reviewed': {
        check(isSupervised && proposals.has(entry.of), 'a review is closed once, and no later than by a pause')
        const question = proposals.get(entry.of)
        proposals.delete(entry.of)
        const sent = log.slice(0, index).filter(each => commitOf(each.seq) === commitOf(entry.seq))
        const last = sent.at(-1)
        check(last?.kind === 'message' && last.direction === 'out', 'the user gets something when a review closes')
        check(last.inReplyTo === question, 'it answers the message that the proposal answered')
        const by = entry.outcome === 'answered' ? last.by : last.approvedBy
        check(by?.id === entry.by.id && by?.type === entry.by.type, 'it is by whom the review says')
        check((entry.outcome === 'edited') === (last.edited === true), 'it says whether the words are the bot’s own')
        break
      }
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
