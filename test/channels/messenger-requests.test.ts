import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sessionId } from '../../lib/session/session.ts'
import type { Person } from '../../local/graph/person.ts'
import { eventsOf } from '../../local/graph/test-graph.ts'
import type { Json } from '../../local/graph/types.ts'
import { messengerWorld, PAGE_ID } from './messenger-platform.ts'

let messenger: Awaited<ReturnType<typeof messengerWorld>>
let maria: Person
beforeEach(async () => {
  messenger = await messengerWorld()
  maria = messenger.graph.addPerson(messenger.page)
})
afterEach(() => messenger.end())

describe('a request to the webhook', () => {
  const bodyOf = (pageId = PAGE_ID, text = 'hello') =>
    JSON.stringify({
      object: 'page',
      entry: [
        {
          id: pageId,
          time: 1,
          messaging: [{ sender: { id: maria.psid }, recipient: { id: pageId }, message: { mid: 'm_1', text } }],
        },
      ],
    })
  /** Says whether the conversation exists after the request. */
  const isStored = async () => {
    await messenger.settles()
    return (await messenger.world.app.store.load(sessionId(messenger.whoIs(maria)))) !== undefined
  }

  it('is carried out if it is signed', async () => {
    expect(await messenger.post(bodyOf(), messenger.signature(bodyOf()))).toBe(200)
    expect(await isStored()).toBe(true)
  })

  it.each<[string, () => Record<string, string>]>([
    ['has no signature', () => ({})],
    ['has a forged signature', () => ({ 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` })],
    ['has a signature of another kind', () => ({ 'x-hub-signature-256': 'sha256=' })],
    ["is signed by another app's secret", () => messenger.signature(bodyOf(), 'the secret of another app')],
    ['is signed for another body', () => messenger.signature(bodyOf(PAGE_ID, 'bye'))],
  ])('is refused with 403 if it %s', async (_, headers) => {
    expect(await messenger.post(bodyOf(), headers())).toBe(403)
    expect(await isStored()).toBe(false)
  })

  it('is refused with 403 if the operator has another app', async () => {
    const fields = { appId: '1', appSecret: 'the secret of another app', verifyToken: 'another word' }
    await messenger.world.app.store.putPlatformApp('messenger', 1, { version: 2, fields })
    maria.says('hello')
    await messenger.graph.webhooks.idle()
    expect(messenger.graph.webhooks.attempts[0]?.outcome).toBe(403)
    expect(await isStored()).toBe(false)
  })

  it('is accepted without effect if no channel has its page', async () => {
    const body = bodyOf('999999999999999')
    expect(await messenger.post(body, messenger.signature(body))).toBe(200)
    expect(await isStored()).toBe(false)
  })

  it('is refused with 413 if its body has 5 MB', async () => {
    const body = bodyOf(PAGE_ID, 'x'.repeat(5 * 1024 * 1024))
    expect(await messenger.post(body, messenger.signature(body))).toBe(413)
    expect(await isStored()).toBe(false)
  })

  it('changes nothing if it comes again, even after other messages', async () => {
    maria.says('one')
    await messenger.settles()
    const replayed = messenger.graph.webhooks.attempts[0]?.body ?? ''
    for (let n = 0; n < 30; n++) maria.says(`then ${n}`)
    await messenger.settles()
    const before = await messenger.world.log(messenger.whoIs(maria))
    expect(await messenger.post(replayed, messenger.signature(replayed))).toBe(200)
    await messenger.settles()
    expect(await messenger.world.log(messenger.whoIs(maria))).toEqual(before)
  })
})

describe('webhooks that come twice, late, together and in another order', () => {
  it.each([1, 2, 3])(
    'give one entry for each message of 30 users, in the order of their coming (seed %i)',
    async seed => {
      const people = Array.from({ length: 30 }, () => messenger.graph.addPerson(messenger.page))
      messenger.graph.webhooks.disturb({ seed, duplicate: 0.3, reorder: 0.3, batch: 0.5, delayMs: 5 })
      for (let round = 1; round <= 3; round++) {
        for (const [index, person] of people.entries()) person.says(`${index}: ${round}`)
        if (round === 2) await messenger.graph.webhooks.idle()
      }
      await messenger.settles()

      const { attempts } = messenger.graph.webhooks
      expect(attempts.every(({ outcome }) => outcome === 200)).toBe(true)
      const told = attempts
        .flatMap(({ body }) => eventsOf(body))
        .filter(({ sender }) => (sender as Json).id !== PAGE_ID)
      for (const [index, person] of people.entries()) {
        const texts = told.flatMap(({ sender, message }) =>
          (sender as Json).id === person.psid && message !== undefined ? [(message as Json).text] : [],
        )
        const log = await messenger.world.log(messenger.whoIs(person))
        const heard = log.flatMap(entry => (entry.kind === 'message' && entry.direction === 'in' ? [entry.text] : []))
        expect(heard).toEqual([...new Set(texts)])
        expect([...heard].sort()).toEqual([1, 2, 3].map(round => `${index}: ${round}`))
        expect(messenger.textsTo(person).sort()).toEqual([1, 2, 3].map(round => `bot: ${index}: ${round}`))
      }
      const asked = messenger.world.asked()
      expect(asked).toHaveLength(90)
      expect(new Set(asked).size).toBe(90)
    },
  )
})
