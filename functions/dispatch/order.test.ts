import { expect, it } from 'vitest'
import { webhookChannel } from '../../test/support/app.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { dispatch, type FeedRecord } from './dispatch.ts'

const doubled = (records: readonly FeedRecord[]) => records.flatMap(record => [record, record])

// The stream orders the changes of one item, but not across items, and any record may come twice.
it.each<[string, (records: readonly FeedRecord[]) => readonly FeedRecord[]]>([
  ['in the order of the feed', records => records],
  ['twice each', doubled],
  ['one conversation after the other', records => records.toSorted((a, b) => bySession(a, b))],
  ['the other conversation first', records => records.toSorted((a, b) => bySession(b, a))],
  ['the newest first, twice each', records => doubled(records.toReversed())],
])('dispatch carries out each effect once for records that come %s', async (_, reorder) => {
  const world = await appWorld({ channels: { web: webhookChannel } })
  await world.userAsksForPerson(maria)
  await world.userSays(jonas, 'hi')
  await world.agentPauses(jonas)
  await world.agentSays(jonas, 'how are you?')
  await world.agentResumes(jonas)
  world.app.posted.splice(0)

  expect(await dispatch(world.app, reorder(await world.records()))).toEqual([])

  expect(world.app.notices).toHaveLength(1)
  const urls = world.app.posted.map(({ url }) => url)
  expect(urls).toHaveLength(2)
  expect(urls).toEqual(expect.arrayContaining(['https://bot.example.test/', 'https://channel.example.test/']))
})

function bySession(a: FeedRecord, b: FeedRecord): number {
  return a.change.session.id < b.change.session.id ? -1 : a.change.session.id > b.change.session.id ? 1 : 0
}
