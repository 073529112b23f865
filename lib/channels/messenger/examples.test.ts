import { describe, expect, it } from 'vitest'
import published from '../../../local/graph/examples/events.json' with { type: 'json' }
import { inbound } from './inbound.ts'
import { APP, lookupOf, MARIA, notification, PAGE, posted } from './test-webhooks.ts'

/** The events that each published example becomes. Its echoes are of another app than ours. */
const EXPECTED: Readonly<Record<string, object>> = {
  'a text': { kind: 'message', message: { type: 'text', text: 'hello, world!' } },
  'a quick reply': { kind: 'message', message: { type: 'quick_reply', payload: { payload: expect.any(String) } } },
  'a reply': { kind: 'message', message: { type: 'text', payload: { replyTo: expect.stringMatching(/^m_/) } } },
  'an image': { kind: 'message', message: { type: 'image', payload: { url: '<IMAGE_URL>' } } },
  'a sticker': { kind: 'message', message: { type: 'image', payload: { stickerId: '369239263222822' } } },
  'a shared link': {
    kind: 'message',
    message: { type: 'text', payload: { links: [{ title: 'TAHITI - Heaven on Earth' }] } },
  },
  'a postback': { kind: 'message', message: { type: 'postback', text: '<BUTTON_TITLE>' } },
  'an echo of a text': { kind: 'sentElsewhere', message: { type: 'text', text: 'hello, world!' } },
  'an echo of an image': { kind: 'sentElsewhere', message: { type: 'image' } },
  'an echo of a template': { kind: 'sentElsewhere', message: { type: 'custom', text: 'Visit Messenger' } },
  'an echo of a reply': { kind: 'sentElsewhere', message: { payload: { replyTo: 'QUOTED-MESSAGE-ID' } } },
  'a delivery': { kind: 'receipt', state: 'delivered', upTo: 1458668856253 },
  'a read': { kind: 'receipt', state: 'read', upTo: 1458668856253 },
  'a reaction': { kind: 'remark', remark: { type: 'reaction', emoji: '❤️' } },
  'an edit': { kind: 'remark', remark: { type: 'edited', text: '<TEXT>' } },
  'a conversation passed to the application': { kind: 'control', change: 'given' },
  'a conversation taken from the application': { kind: 'control', change: 'taken' },
  'a referral': { kind: 'message', message: { type: 'custom', payload: { type: 'referral', source: 'SHORTLINK' } } },
  'an opt-in': { kind: 'message', message: { type: 'custom', payload: { type: 'optin', title: 'TITLE' } } },
}

/** Not an event of a conversation for us: another app asks, and nothing changes. */
const UNUSED = ['a request for a conversation']

/** Puts our ids into the places that an example leaves open. */
function filled<T>(example: T): T {
  const text = JSON.stringify(example).replace(/"(?:<PAGE_ID>|PAGE-ID)"/g, `"${PAGE}"`)
  return JSON.parse(text.replace(/"(?:<PSID>|<USER_ID>|PSID)"/g, `"${MARIA}"`))
}

async function read(body: object) {
  // The application that the examples pass a conversation to.
  const app = { ...APP, appId: '123456789' }
  const reading = await inbound.read(posted(JSON.stringify(body)), lookupOf(app))
  if (reading.status === 'forged') throw new Error(reading.reason)
  return reading
}

describe("Meta's published examples", () => {
  it.each(published.events.filter(({ name }) => !UNUSED.includes(name)))(
    'are read: $name',
    async ({ name, published }) => {
      const { events, warnings } = await read(notification(filled(published)))
      expect(warnings).toEqual([])
      expect(events).toMatchObject([{ userId: MARIA, event: EXPECTED[name] ?? expect.fail(`${name} is new`) }])
    },
  )

  it.each(published.events.filter(({ name }) => UNUSED.includes(name)))(
    'are reported: $name',
    async ({ published }) => {
      expect(await read(notification(filled(published)))).toMatchObject({ events: [], warnings: [expect.any(String)] })
    },
  )

  it.each(published.notifications)('are found in their list: $name', async ({ published: frame }) => {
    const [event] = published.events
    const body = JSON.stringify(filled(frame)).replace(
      /\[\{"sender".*?\]/,
      `[${JSON.stringify(filled(event?.published))}]`,
    )
    const { events } = await read(JSON.parse(body))
    expect(events).toMatchObject([{ userId: MARIA, event: EXPECTED['a text'] }])
    expect(events[0]?.standby).toBe('standby' in (frame.entry[0] ?? {}) ? true : undefined)
  })
})
