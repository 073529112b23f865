import { describe, expect, it } from 'vitest'
import { checkHistory } from './check.ts'
import { aGoodHistory, type Draft, delivery, goodLog, ok, SESSION, tried, written } from './good-history.ts'
import type { History } from './history.ts'
import { told } from './report.ts'

const logOf = (history: Draft) => history.transcripts[SESSION]!
const message = (history: Draft, mark: string) => history.operations.find(each => each.mark === mark)!
const packetOf = (history: Draft) => history.handbacks[0]!.body

/** One change to a good history, the promise that it breaks, and a pattern of the story. */
const SPOILT: readonly (readonly [string, (history: Draft) => void, string, RegExp])[] = [
  [
    'an acknowledged message is lost',
    history => history.operations.push({ ...message(history, 'thanks'), id: 'm9', mark: 'lost' }),
    'what was acknowledged is never lost',
    /bo's message “lost” .* does not stand/,
  ],
  [
    'a message without an answer is in the log twice after its retry',
    history => {
      logOf(history)[8] = { ...logOf(history)[6]!, seq: 9 }
      message(history, 'still there?').tries.unshift(tried(6_000, 6_100, { status: 'unknown', why: 'reset' }))
    },
    'nothing stands twice',
    /2 tries, stands at 7, 9/,
  ],
  [
    'a refused message is in the log',
    history => {
      message(history, 'help').tries = [tried(2_900, 3_000, { status: 'failed', why: 'service.overloaded' })]
    },
    'what was refused was not done',
    /service\.overloaded/,
  ],
  [
    'an answer names the entry of another',
    history => {
      message(history, 'a person').tries[0]!.outcome = ok({ seq: 7 })
    },
    'an answer names what it did',
    /names 7 and stands at 5/,
  ],
  [
    'a retry gets another answer',
    history => message(history, 'thanks').tries.push(tried(11_000, 11_050, ok({ seq: 9, paused: true, replies: [] }))),
    'what is asked again is answered alike',
    /"paused":false.*then.*"paused":true/,
  ],
  [
    'a message overtakes one that was acknowledged before it began',
    history => {
      message(history, 'thanks').tries[0] = tried(6_000, 6_500, ok({ seq: 9, paused: false, replies: [] }))
    },
    'what was over before stands before',
    /“thanks”.*is 9; .*is 7|is 8/,
  ],
  [
    'a message after an acknowledged pause goes to the bot',
    history => {
      message(history, 'still there?').tries[0]!.outcome = ok({ seq: 7, paused: false, replies: [] })
    },
    'once a pause is acknowledged, people hold',
    /“still there\?”.* began at .* answered paused: false/,
  ],
  [
    'a read lacks entries that were acknowledged before it',
    history =>
      Object.assign(history.pieces[1]!, { revision: 5, upto: 5, entries: history.pieces[1]!.entries.slice(0, 5) }),
    'a read sees what was acknowledged before',
    /got 5 entries/,
  ],
  [
    'the log has a text that no client sent',
    history => {
      logOf(history)[6] = { ...logOf(history)[6]!, text: 'hocus' } as never
    },
    'nothing is invented',
    /“hocus”/,
  ],
  [
    'the log has a gap',
    history => logOf(history).splice(5, 1),
    'a log is numbered 1, 2, 3… without gaps',
    /entry 7 stands where 6/,
  ],
  [
    'the log has a reply after the pause',
    history => {
      logOf(history)[5] = { ...logOf(history)[1]!, seq: 6, text: 're help', inReplyTo: 3 } as never
    },
    'no reply of the bot is accepted while people hold',
    /“re help” is 6, paused by 4/,
  ],
  [
    'a paused conversation is paused again',
    history => {
      logOf(history)[5] = { ...logOf(history)[3]!, seq: 6 }
    },
    'nobody pauses what is paused',
    /6 pauses again after 4/,
  ],
  [
    'a frame has another text than the log',
    history => Object.assign(history.pieces[0]!.entries[2]!, { text: 'other words' }),
    'everybody is shown the same log',
    /Ana was pushed \(2, 5\]/,
  ],
  [
    'a frame covers more entries than it has',
    history => history.pieces[0]!.entries.pop(),
    'everybody is shown the same log',
    /nothing instead of/,
  ],
  [
    'entries that were read are missing at the end',
    history => {
      logOf(history).splice(6)
    },
    'what was shown stays',
    /the log has 6 entries/,
  ],
  [
    'a frame says that the bot has a paused conversation',
    history => {
      history.pieces[0]!.isPaused = false
    },
    'a frame says who holds the conversation',
    /people hold it/,
  ],
  [
    'a socket lacks an entry after its last ping',
    history => history.views[0]!.log.pop(),
    'in the end a socket has exactly the log',
    /Ana, after its last ping: nothing instead of/,
  ],
  [
    'a user sees a draft',
    history => history.views[1]!.log.splice(5, 0, structuredClone(goodLog[5]!) as never),
    'in the end a socket has exactly the log',
    /bo, after its last ping/,
  ],
  [
    'the bot is asked about a held message',
    history =>
      history.turns.push({
        ...history.turns[1]!,
        webhookId: `${SESSION}:7`,
        body: { ...history.turns[1]!.body, seq: 7, epoch: 1, message: { type: 'text', text: 'still there?', at: '' } },
      }),
    'no message of a paused conversation reaches the bot',
    /it was asked 7, “still there\?”/,
  ],
  [
    'the bot is asked again long after the pause',
    history => history.turns.push({ ...history.turns[1]!, at: written(6) }),
    'a turn that people took reaches the bot no more',
    /3 came at/,
  ],
  [
    'the bot is asked about one turn under two ids',
    history => history.turns.push({ ...history.turns[0]!, webhookId: `${SESSION}:99` }),
    'a turn has one webhook-id',
    /1 came as/,
  ],
  [
    'the bot is asked for ever',
    history => history.turns.push(...Array.from({ length: 3 }, () => history.turns[0]!)),
    'a turn is tried three times at most',
    /1 came 4 times/,
  ],
  [
    'the bot is asked in another epoch',
    history => {
      history.turns[2]!.body.epoch = 0
    },
    'the bot is asked in the epoch of the turn',
    /asked 9 in 0, which is of 2/,
  ],
  [
    'an answer shows a reply that the webhook delivers',
    history => {
      message(history, 'hello').tries[0]!.outcome = ok({ seq: 1, paused: false, replies: [{ seq: 2 }] })
    },
    'an answer says what stands in the log',
    /answered the replies 2 to 1, logged are none/,
  ],
  [
    'a message is never answered',
    history => {
      logOf(history).pop()
    },
    'every message ends answered, or with people',
    /9 has no answer/,
  ],
  [
    'a handback is missing',
    history => {
      history.handbacks = []
    },
    'the bot is told what happened meanwhile',
    /\(4 to 8\) nothing came/,
  ],
  [
    'a handback lacks a missed message',
    history => void packetOf(history).missed.pop(),
    'a handback holds what the bot did not see',
    /says 3; missed was 3, 7/,
  ],
  [
    'a handback has another id',
    history => {
      history.handbacks[0]!.webhookId = 'msg_1'
    },
    "a handback's webhook-id is its episodeId",
    /came as msg_1/,
  ],
  [
    'a delivery never arrives',
    history => history.deliveries.splice(1, 1),
    'every message reaches its channel',
    /5, “a person”, never arrived/,
  ],
  [
    'a failed delivery is not repeated',
    history => {
      history.deliveries[1]!.status = 503
    },
    'every message reaches its channel',
    /5, “a person”/,
  ],
  [
    'deliveries arrive out of order',
    history => history.deliveries.push(history.deliveries.shift()!),
    'a channel gets messages in their order',
    /2 came after 10/,
  ],
  [
    'a delivery arrives twice without a kill',
    history => history.deliveries.splice(2, 0, delivery(5, 'agent', 'a person', 500)),
    'nothing is delivered twice without a crash',
    /5 was accepted at .* and came again/,
  ],
  [
    'a delivery has another id',
    history => {
      history.deliveries[1]!.webhookId = 'other'
    },
    "a delivery's webhook-id is its entry's",
    /5 came as other/,
  ],
  [
    'a draft is delivered',
    history => history.deliveries.splice(2, 0, delivery(6, 'bot', 're help')),
    'the channel gets what stands in the log',
    /“re help” came as 6/,
  ],
  [
    'a withheld message is delivered',
    history => {
      logOf(history)[5] = { seq: 6, at: '', epoch: 1, kind: 'withheld', of: 2 }
    },
    'what is withheld is not delivered',
    /2 is withheld by 6, and came/,
  ],
  [
    'a reply of the bot is sent long after the pause',
    history => history.deliveries.splice(0, 1, delivery(2, 'bot', 're hello', 4_000)),
    'nothing of the bot is sent after an acknowledged pause',
    /2 came at .*the pause 4 was acknowledged/,
  ],
  [
    'a handoff waits without an alert',
    history => {
      Object.assign(logOf(history)[3]!, { by: { type: 'user' }, at: new Date(-20_000).toISOString() })
      logOf(history).splice(4)
    },
    'agents are alerted of every handoff that waits',
    /4 still waits in silence|4 waited/,
  ],
  [
    'an alert is logged but was never published',
    history => {
      logOf(history)[5] = { seq: 6, at: '', epoch: 1, kind: 'alerted', count: 1, episode: 1 }
    },
    'an alert that is noted went out',
    /1 are noted, 0 letters came/,
  ],
]

describe('the history checker', () => {
  it('finds no fault if every promise is kept', () => {
    const history = aGoodHistory() as History
    expect(told(history, checkHistory(history))).toBe('every promise was kept')
  })

  it('accepts a second handoff without an alert if agents were alerted of the first and none came', () => {
    const history = aGoodHistory()
    const log = logOf(history)
    const silent = { ...log[3]!, by: { type: 'user' as const }, at: new Date(-20_000).toISOString() }
    const alert = { seq: 3, at: '', epoch: 0, kind: 'alerted' as const, count: 1, episode: 1 }
    log.splice(2, log.length, alert, silent as (typeof log)[number])
    expect(told(history, checkHistory(history))).not.toContain('silence')
  })

  it.each(SPOILT)('finds that %s', (_name, spoil, promise, story) => {
    const history = aGoodHistory()
    spoil(history)

    const found = checkHistory(history as History).filter(each => each.promise === promise)
    expect(found.map(each => each.promise)).toContain(promise)
    expect(found.map(each => each.story).join('\n')).toMatch(story)
    expect(told(history as History, found)).toContain(`✗ ${promise}`)
  })

  it('accepts a repeated delivery around a kill, and no other', () => {
    const history = aGoodHistory()
    history.deliveries.splice(2, 0, delivery(5, 'agent', 'a person', 500))
    history.kills.push({ at: written(5) + 10, upAt: written(5) + 300 })
    expect(checkHistory(history as History)).toEqual([])

    history.kills[0] = { at: written(5) - 500, upAt: written(5) - 400 }
    expect(checkHistory(history as History)).toHaveLength(1)
  })

  it('accepts a message with an unknown outcome once in the log, or not at all', () => {
    const history = aGoodHistory()
    const unknown = tried(6_900, 7_100, { status: 'unknown', why: 'reset' })
    message(history, 'still there?').tries = [unknown]
    history.operations.push({ ...message(history, 'still there?'), id: 'm9', mark: 'never came', tries: [unknown] })

    expect(checkHistory(history as History)).toEqual([])
  })
})
