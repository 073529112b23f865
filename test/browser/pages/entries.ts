import type { ChannelDelivery } from '../../../lib/protocol/bot.ts'
import type { Entry, MessageEntry } from '../../../lib/protocol/entry.ts'
import type { TestBot } from '../../e2e/client.ts'
import { eventually } from '../../e2e/eventually.ts'
import type { TestServer } from '../../e2e/servers.ts'

/** A note in place of an agent's silence, which would take an hour. */
export const LEFT_ALONE = 'Here Ana falls silent.'

const REFUSED = 'Do you hear me?'
const REFUSED_ONCE = 'It comes on Thursday.'
const TRIED = 'It comes today.'
const STOPPED = 'It is in the van.'
const PROPOSED = 'It is at the depot.'
const USER = 'refused'

/** A channel that accepts some messages and refuses others, so that the log has each delivery result. */
export function channelOfFates(): (delivery: ChannelDelivery) => number {
  let refusals = 0
  return ({ message }) => {
    switch (message.text) {
      case REFUSED:
        return 400
      case REFUSED_ONCE:
        refusals += 1
        return refusals === 1 ? 400 : 200
      // It is retried after some seconds, when people have control. The next message waits for it.
      case TRIED:
        return 503
      default:
        return 200
    }
  }
}

/** A conversation with an entry of each kind, and a message of each delivery result. Returns its session id. */
export async function talkOfEachEntry(
  bot: TestBot,
  admin: string,
  channel: TestServer<ChannelDelivery>,
): Promise<string> {
  const say = async (text: string, more: Record<string, unknown> = {}) => {
    const { status, body } = await bot.receive(USER, { text, ...more })
    if (status !== 200) throw new Error(`${text}: ${JSON.stringify(body)}`)
    return body.session
  }
  const session = await say('hello', { user: { fullName: 'Rosa Lind' } })
  const post = async (path: string, json: unknown, expected = 200) => {
    const { status, body } = await bot.post(`conversations/${session}/${path}`, json, admin)
    if (status !== expected) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
  }
  const come = <Found>(what: string, find: (log: readonly Entry[]) => Found | undefined) =>
    eventually(what, async () => find(await bot.transcript(session)), { withinMs: 60_000 })
  const has = (kind: Entry['kind']) => come(`an entry ${kind}`, log => log.find(entry => entry.kind === kind))
  const messageOf = (text: string) =>
    come(text, log => log.find((entry): entry is MessageEntry => entry.kind === 'message' && entry.text === text))
  const refusalOf = async (text: string) => {
    const { seq } = await messageOf(text)
    await come(`the refusal of ${text}`, log => log.find(entry => entry.kind === 'undeliverable' && entry.of === seq))
    return seq
  }

  const replies = (id: string, ...texts: string[]) =>
    bot.post(`channel/api/user/${USER}/replies`, { id, epoch: 0, replies: texts.map(text => ({ text })) })

  await post('supervise', { id: 'supervise' })
  await replies('proposal', PROPOSED)
  const proposal = await come('the proposal', log => log.find(entry => entry.kind === 'proposed'))
  await post('approve', { id: 'approve', of: proposal.seq })
  await post('unpause', { id: 'trust' })

  await replies('stopped', TRIED, STOPPED)
  // A message that was never tried would be stopped without any doubt.
  await eventually(`a call with ${TRIED}`, () => channel.calls.some(({ body }) => body.message.text === TRIED))
  await say('human')
  await has('alerted')
  await post('acknowledge', { id: 'seen' })
  await post('decline', { id: 'no', reason: 'This is for accounting.' })
  await replies('late', 'It comes **tomorrow**.')
  await post('messages', { id: 'refused', text: REFUSED })
  await post('messages', { id: 'once', text: REFUSED_ONCE })
  await refusalOf(REFUSED)
  await post(`entries/${await refusalOf(REFUSED_ONCE)}/redeliver`, { id: 'again' })
  await post('snooze', { id: 'later' })
  await post('wake', { id: 'now' })
  await post('tags', { id: 'tag', add: ['refund', 'VIP'] })
  await post('notes', { id: 'note', text: 'Refund is granted.' })
  await post('notes', { id: 'left', text: LEFT_ALONE })
  await post('unpause', { id: 'back', outcome: 'resolved', comment: 'all is well' })
  const rated = await bot.post(`conversations/${session}/rating`, { stars: 4, comment: 'That was quick.' })
  if (rated.status !== 200) throw new Error(`rating: ${JSON.stringify(rated.body)}`)
  return session
}
