import { describe, expect, it } from 'vitest'
import { OTHER, Page, SESSION } from '../../test/client/page.ts'
import { createClient } from './client.ts'
import type { TokenAsk } from './credentials.ts'
import { ProblemError } from './problem-error.ts'
import type { ConversationHandle, ConversationSnapshot } from './surface.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND

const user = { role: 'user', session: SESSION } as const

function aPage(person?: ConstructorParameters<typeof Page>[1]): Page {
  return new Page(createClient, person)
}

const seqs = ({ entries }: Pick<ConversationSnapshot, 'entries'>) => entries.map(({ seq }) => seq)
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, index) => first + index)
const texts = (handle: ConversationHandle) =>
  handle.snapshot().entries.flatMap(entry => (entry.kind === 'message' ? [entry.text] : []))

/** A client that has a conversation of one message open. */
async function anOpenConversation() {
  const page = aPage()
  page.server.happens(SESSION, 'user')
  const client = page.load()
  const handle = client.conversation(SESSION)
  await page.clock.advance(SECOND)
  return { page, client, handle }
}

describe('opening a conversation', () => {
  it('reads only the newest page, and earlier pages on demand', async () => {
    const page = aPage()
    for (let n = 0; n < 250; n++) page.server.happens(SESSION, 'user')
    const client = page.load()
    const handle = client.conversation(SESSION)
    expect(handle.snapshot().status).toBe('opening')
    await page.clock.advance(SECOND)

    expect(client.state).toEqual({ status: 'online', identity: { role: 'agent' } })
    expect(handle.snapshot()).toMatchObject({ status: 'open', after: 150, cursor: 250, hasEarlier: true })
    expect(seqs(handle.snapshot())).toEqual(upTo(250, 151))
    // Two concurrent calls prepend the page once.
    await Promise.all([handle.loadEarlier(), handle.loadEarlier()])
    expect(seqs(handle.snapshot())).toEqual(upTo(250, 51))
    await handle.loadEarlier()
    expect(seqs(handle.snapshot())).toEqual(upTo(250))
    expect(handle.snapshot().hasEarlier).toBe(false)
    const asked = page.requests.length
    await handle.loadEarlier()
    expect(page.requests).toHaveLength(asked)
  })

  it('shows an end user the newest page of their log, without entries for agents', async () => {
    const page = aPage(user)
    for (let n = 0; n < 120; n++) page.server.happens(SESSION, n % 2 === 0 ? 'user' : 'note')
    const client = page.load()
    const handle = client.conversation(SESSION)
    await page.clock.advance(SECOND)

    expect(client.state).toEqual({ status: 'online', identity: user })
    expect(handle.snapshot()).toMatchObject({ after: 20, cursor: 120 })
    expect(handle.snapshot().entries).toEqual(page.server.view(SESSION, 'user', 20))
    await handle.loadEarlier()
    expect(handle.snapshot().entries).toEqual(page.server.view(SESSION, 'user'))
  })

  it('reads the log from its beginning for a user whose ids are not known', async () => {
    const page = aPage(user)
    for (let n = 0; n < 30; n++) page.server.happens(SESSION, 'user')
    const client = page.load({ token: async () => page.credentials().token })
    const handle = client.conversation(SESSION)
    await page.clock.advance(10 * SECOND)
    expect(seqs(handle.snapshot())).toEqual(upTo(30))
    expect(client.state.status).toBe('online')
  })

  it('reports an unknown conversation, and opens it once it exists', async () => {
    const page = aPage()
    const client = page.load()
    const handle = client.conversation(SESSION)
    await page.clock.advance(SECOND)
    expect(handle.snapshot().status).toBe('unknown')
    expect(client.state.status).toBe('online')

    page.server.happens(SESSION, 'user')
    const again = client.conversation(SESSION)
    await page.clock.advance(SECOND)
    expect(again.snapshot()).toMatchObject({ status: 'open', cursor: 1, isPaused: false })
  })

  it('opens the conversation later if the API cannot be reached at first', async () => {
    const page = aPage()
    page.server.happens(SESSION, 'user')
    page.goDown()
    const client = page.load()
    const handle = client.conversation(SESSION)
    await page.clock.advance(10 * SECOND)
    expect(handle.snapshot().status).toBe('opening')
    page.comeBack()
    await page.clock.advance(30 * SECOND)
    expect(handle.snapshot()).toMatchObject({ status: 'open', cursor: 1 })
  })

  it('keeps the conversation watched for some seconds after its last handle is closed', async () => {
    const page = aPage()
    page.server.happens(SESSION, 'user')
    const client = page.load()
    const first = client.conversation(SESSION)
    await page.clock.advance(SECOND)
    first.close()
    await page.clock.advance(5 * SECOND)
    const second = client.conversation(SESSION)
    expect(second.snapshot()).toMatchObject({ status: 'open', cursor: 1 })
    page.server.happens(SESSION, 'user')
    await page.clock.advance(30 * SECOND)
    expect(second.snapshot().cursor).toBe(2)
    second.close()
    await page.clock.advance(30 * SECOND)
    expect(client.conversation(SESSION).snapshot().status).toBe('opening')
  })

  it('returns the same snapshot until something changes, and then calls listeners', async () => {
    const { page, handle } = await anOpenConversation()
    const before = handle.snapshot()
    await page.clock.advance(2 * MINUTE)
    expect(handle.snapshot()).toBe(before)
    const seen: ConversationSnapshot[] = []
    const undo = handle.subscribe(() => seen.push(handle.snapshot()))
    page.server.happens(SESSION, 'user')
    await page.clock.advance(SECOND)
    expect(seen.at(-1)).toBe(handle.snapshot())
    expect(handle.snapshot()).not.toBe(before)
    const { length } = seen
    undo()
    page.server.happens(SESSION, 'user')
    await page.clock.advance(SECOND)
    expect(seen).toHaveLength(length)
  })
})

describe('the connection of a client', () => {
  it('reconnects by itself and fetches what it lacks in portions', async () => {
    const { page, client, handle } = await anOpenConversation()
    page.goDown()
    await page.clock.advance(0)
    expect(client.state.status).toBe('offline')
    for (let n = 0; n < 120; n++) page.server.happens(SESSION, 'user')
    page.comeBack()
    await page.clock.advance(5 * SECOND)
    expect(client.state.status).toBe('catching-up')
    await page.clock.advance(MINUTE)
    expect(client.state.status).toBe('online')
    expect(seqs(handle.snapshot())).toEqual(upTo(121))
  })

  it('reports since when it is offline and when it tries again', async () => {
    const page = aPage()
    const client = page.load()
    await page.clock.advance(SECOND)
    page.goDown()
    const since = page.clock.now()
    await page.clock.advance(20 * SECOND)
    const { state } = client
    if (state.status !== 'offline') throw new Error(state.status)
    expect(state.since).toBe(since)
    expect(state.nextAttemptAt).toBeLessThanOrEqual(page.clock.now() + 5 * SECOND)
  })

  it('reconnects at once when the tab becomes visible, and when the network is back', async () => {
    for (const sign of ['isVisible', 'isOnline'] as const) {
      const page = aPage()
      page.load()
      await page.clock.advance(10 * SECOND)
      page.attention.become({ [sign]: false })
      page.goDown()
      await page.clock.advance(5 * MINUTE + 7 * SECOND)
      const attempts = page.wires.length
      page.comeBack()
      page.attention.become({ [sign]: true })
      await page.clock.advance(1)
      expect(page.wires).toHaveLength(attempts + 1)
      expect(page.wire.status).toBe('open')
    }
  })

  it('replaces its socket when the server stays silent', async () => {
    const page = aPage()
    const client = page.load()
    await page.clock.advance(SECOND)
    page.isLive = false
    const dead = page.wire
    await page.clock.advance(25 * SECOND)
    expect(dead.status).toBe('open')
    await page.clock.advance(15 * SECOND)
    expect(dead.status).toBe('closed')
    page.isLive = true
    await page.clock.advance(30 * SECOND)
    expect(client.state.status).toBe('online')
  })

  it('pings at once when a tab that slept becomes visible', async () => {
    const page = aPage()
    const client = page.load()
    await page.clock.advance(SECOND)
    page.attention.become({ isVisible: false })
    const dead = page.wire
    page.isLive = false
    page.clock.sleep(20 * MINUTE)
    page.attention.become({ isVisible: true })
    await page.clock.advance(15 * SECOND)
    page.isLive = true
    expect(dead.status).toBe('closed')
    await page.clock.advance(15 * SECOND)
    expect(client.state.status).toBe('online')
  })

  it('does not take the sleep of a tab for the silence of the server', async () => {
    const page = aPage()
    page.load()
    await page.clock.advance(20 * SECOND)
    const { wire } = page
    page.isLive = false
    await page.clock.advance(6 * SECOND)
    expect(wire.up.some(text => text.includes('"ping"'))).toBe(true)
    page.clock.sleep(5 * MINUTE)
    await page.clock.advance(0)
    page.isLive = true
    wire.flush()
    await page.clock.advance(10 * SECOND)
    expect(wire.status).toBe('open')
  })

  it('ignores frames of a replaced socket', async () => {
    const { page, client, handle } = await anOpenConversation()
    page.isLive = false
    const old = page.wire
    page.server.happens(SESSION, 'user')
    const pushed = old.down.map(run => [...run])
    await page.clock.advance(45 * SECOND)
    page.isLive = true
    page.wire.flush()
    await page.clock.advance(10 * SECOND)
    expect(page.wire).not.toBe(old)
    old.down.push(...pushed)
    old.deliverDown()
    await page.clock.advance(SECOND)
    expect(seqs(handle.snapshot())).toEqual([1, 2])
    expect(client.state.status).toBe('online')
  })

  it('starts over if the server has forgotten the socket', async () => {
    const { page, client, handle } = await anOpenConversation()
    page.wire.forget()
    page.server.happens(SESSION, 'user')
    handle.note('seen')
    await page.clock.advance(5 * SECOND)
    expect(page.wires).toHaveLength(2)
    expect(client.state.status).toBe('online')
    expect(seqs(handle.snapshot())).toEqual([1, 2, 3])
  })

  it('reloads a log if the server has lost the end of it', async () => {
    const page = aPage()
    for (let n = 0; n < 10; n++) page.server.happens(SESSION, 'user')
    const client = page.load()
    const handle = client.conversation(SESSION)
    await page.clock.advance(SECOND)
    page.goDown()
    page.server.forget(SESSION, 5)
    page.comeBack()
    await page.clock.advance(10 * SECOND)
    expect(client.state.status).toBe('online')
    expect(handle.snapshot().entries).toEqual(page.server.view(SESSION, 'agent'))
  })

  it('requests missing entries as soon as a frame shows a gap', async () => {
    const { page, handle } = await anOpenConversation()
    page.isLive = false
    page.server.happens(SESSION, 'user')
    page.wire.down.length = 0
    page.server.happens(SESSION, 'user')
    page.isLive = true
    page.wire.flush()
    await page.clock.advance(0)
    expect(seqs(handle.snapshot())).toEqual([1, 2, 3])
  })

  it('pings with all open conversations, fifty at a time', async () => {
    const page = aPage()
    const client = page.load()
    const sessions = Array.from({ length: 60 }, (_, n) => `ses_${String(n).padStart(22, '0')}`)
    const handles = sessions.map(session => {
      page.server.happens(session, 'user')
      return client.conversation(session)
    })
    await page.clock.advance(5 * SECOND)
    page.goDown()
    page.comeBack()
    await page.clock.advance(5 * SECOND)
    expect(client.state.status).toBe('online')
    for (const session of sessions) page.server.happens(session, 'user')
    await page.clock.advance(0)
    expect(handles.map(handle => handle.snapshot().cursor)).toEqual(sessions.map(() => 2))
    // The next pings recover lost pushes.
    page.isLive = false
    for (const session of sessions) page.server.happens(session, 'user')
    page.wire.down.length = 0
    page.isLive = true
    await page.clock.advance(3 * MINUTE)
    expect(handles.map(handle => handle.snapshot().cursor)).toEqual(sessions.map(() => 3))
  })
})

describe('the tokens of a client', () => {
  it('are renewed before they expire, over the open socket', async () => {
    const page = aPage()
    page.server.happens(SESSION, 'user')
    page.tokenLivesMs = 10 * MINUTE
    const client = page.load()
    const handle = client.conversation(SESSION)
    await page.clock.advance(60 * MINUTE)
    page.server.happens(SESSION, 'user')
    await page.clock.advance(0)
    expect(page.wires).toHaveLength(1)
    expect(handle.snapshot().cursor).toBe(2)
    expect(client.state.status).toBe('online')
    expect(page.tokensAsked).toBeLessThan(10)
  })

  it('are renewed if they expired while the tab slept, and missed entries are fetched', async () => {
    const page = aPage()
    page.server.happens(SESSION, 'user')
    page.tokenLivesMs = 10 * MINUTE
    const client = page.load()
    client.subscribe('inbox')
    let subscribed = 0
    client.onSubscribed(() => subscribed++)
    const handle = client.conversation(SESSION)
    await page.clock.advance(SECOND)
    expect(subscribed).toBe(1)
    page.clock.sleep(15 * MINUTE)
    page.server.happens(SESSION, 'user')
    await page.clock.advance(MINUTE)
    expect(page.wires).toHaveLength(1)
    expect(handle.snapshot().cursor).toBe(2)
    expect(subscribed).toBe(2)
  })

  it('are requested again until the token source succeeds', async () => {
    const page = aPage()
    let asked = 0
    const client = page.load({
      token: async () => {
        asked += 1
        if (asked < 4) throw new Error('the issuer is down')
        return page.credentials()
      },
    })
    await page.clock.advance(20 * SECOND)
    expect(asked).toBe(4)
    expect(client.state.status).toBe('online')
  })

  it('lead to the state `expired` if there is none, until there is one', async () => {
    const page = aPage()
    let signedIn: ReturnType<Page['credentials']> | undefined
    const client = page.load({ token: async () => signedIn })
    await page.clock.advance(10 * SECOND)
    expect(client.state.status).toBe('expired')
    signedIn = page.credentials()
    client.tryNow()
    await page.clock.advance(2 * SECOND)
    expect(client.state.status).toBe('online')
  })

  it('are requested afresh if the server refuses one, and lead to `expired` if it refuses the fresh one', async () => {
    const page = aPage()
    const old = page.server.token({ role: 'agent' }, MINUTE)
    await page.clock.advance(2 * MINUTE)
    let cached = old
    let fresh = () => page.credentials().token
    const token = async ({ isStale }: TokenAsk) => {
      if (isStale) cached = fresh()
      return cached
    }
    const client = page.load({ token })
    await page.clock.advance(5 * SECOND)
    expect(client.state.status).toBe('online')
    fresh = () => old
    cached = old
    page.goDown()
    page.comeBack()
    await page.clock.advance(MINUTE)
    expect(client.state.status).toBe('expired')
  })

  it('lead to the state `refused`, without a retry, if their source fails with bot.not_found', async () => {
    const page = aPage()
    let asked = 0
    const client = page.load({
      token: async () => {
        asked += 1
        throw new ProblemError({ code: 'bot.not_found' })
      },
    })
    await page.clock.advance(10 * MINUTE)
    expect(client.state).toEqual({ status: 'refused', code: 'bot.not_found' })
    expect(asked).toBe(1)
    client.tryNow()
    await page.clock.advance(SECOND)
    expect(asked).toBe(2)
  })
})

describe('the commands of a client', () => {
  it('stay in the outbox until the log shows them, and settle with the answer', async () => {
    const page = aPage()
    page.server.happens(SESSION, 'user', 'hi')
    const handle = page.load().conversation(SESSION)
    await page.clock.advance(SECOND)
    const counts = new Set<number>()
    handle.subscribe(() => {
      const { entries, outbox } = handle.snapshot()
      counts.add(entries.length + outbox.length)
    })
    const { settled } = handle.say('Hello, I am Ana.')
    expect(handle.snapshot().outbox).toMatchObject([
      {
        command: { type: 'message', message: { type: 'text', text: 'Hello, I am Ana.' } },
        state: { status: 'waiting' },
      },
    ])
    await page.clock.advance(SECOND)
    expect(await settled).toMatchObject({ status: 'done', result: { seq: 2 } })
    expect(texts(handle)).toEqual(['hi', 'Hello, I am Ana.'])
    expect(handle.snapshot().outbox).toEqual([])
    // The command is never missing in between, and never shown twice.
    expect([...counts]).toEqual([2])
  })

  it('stay in the outbox while only their acknowledgement has come', async () => {
    const { page, handle } = await anOpenConversation()
    page.isLive = false
    handle.say('hello')
    page.wire.deliverUp()
    // The push of the entry is lost.
    page.wire.down.shift()
    page.wire.deliverDown()
    await page.clock.advance(0)
    expect(handle.snapshot()).toMatchObject({ cursor: 1, outbox: [{ state: { status: 'acknowledged', seq: 2 } }] })
    page.isLive = true
    await page.clock.advance(2 * SECOND)
    expect(handle.snapshot()).toMatchObject({ cursor: 2, outbox: [] })
  })

  it('are sent one after the other, in order', async () => {
    const { page, handle } = await anOpenConversation()
    page.isLive = false
    for (const text of ['one', 'two', 'three']) handle.say(text)
    await page.clock.advance(0)
    expect(page.wire.up).toHaveLength(1)
    page.isLive = true
    page.wire.flush()
    await page.clock.advance(SECOND)
    expect(texts(handle)).toEqual(['hello', 'one', 'two', 'three'])
  })

  it('are sent after the reconnect if they are given without a connection', async () => {
    const page = aPage(user)
    const handle = page.load().conversation(SESSION)
    await page.clock.advance(SECOND)
    page.goDown()
    const { settled } = handle.say('are you there?')
    await page.clock.advance(MINUTE)
    expect(handle.snapshot().outbox).toHaveLength(1)
    page.comeBack()
    await page.clock.advance(10 * SECOND)
    expect(await settled).toMatchObject({ status: 'done' })
    expect(texts(handle)).toEqual(['are you there?', 'hello'])
  })

  it('keep the id that the caller gave', async () => {
    const { page, handle } = await anOpenConversation()
    handle.say('hello', { id: 'shown-1' })
    expect(handle.snapshot().outbox).toMatchObject([{ id: 'shown-1' }])
    await page.clock.advance(SECOND)
    expect(handle.snapshot().outbox).toEqual([])
    expect(handle.snapshot().entries.at(-1)).toMatchObject({ kind: 'message', clientId: 'shown-1' })
  })

  it('are sent again with the same id, and carried out once, if the answer was lost', async () => {
    const { page, handle } = await anOpenConversation()
    page.isLive = false
    handle.pause()
    handle.say('hello')
    handle.note('a regular')
    page.wire.deliverUp()
    page.wire.cut()
    page.isLive = true
    await page.clock.advance(10 * SECOND)
    expect(page.server.carriedOut).toHaveLength(3)
    expect(handle.snapshot().entries.map(({ kind }) => kind)).toEqual(['message', 'paused', 'message', 'note'])
    expect(handle.snapshot().outbox).toEqual([])
  })

  it('are looked up in the log if the server no longer remembers them', async () => {
    const { page, handle } = await anOpenConversation()
    page.isLive = false
    handle.note('a regular')
    handle.pause()
    page.wire.deliverUp()
    page.wire.cut()
    await page.clock.advance(0)
    for (let n = 0; n < 30; n++) page.server.happens(SESSION, 'user')
    page.server.begin(SESSION).recent.splice(0)
    page.isLive = true
    await page.clock.advance(MINUTE)
    expect(page.server.carriedOut.filter(id => id.startsWith('note'))).toHaveLength(1)
    expect(handle.snapshot()).toMatchObject({ isPaused: true, outbox: [] })
  })

  it('fail with client.uncertain, and are not repeated, if their outcome cannot be known', async () => {
    const { page, handle } = await anOpenConversation()
    page.isLive = false
    const { settled, id } = handle.pause()
    page.wire.deliverUp()
    page.wire.cut()
    await page.clock.advance(0)
    page.server.happens(SESSION, 'resumed')
    for (let n = 0; n < 30; n++) page.server.happens(SESSION, 'user')
    page.server.begin(SESSION).recent.splice(0)
    page.isLive = true
    await page.clock.advance(MINUTE)
    expect(await settled).toMatchObject({ status: 'failed', problem: { code: 'client.uncertain' } })
    expect(handle.snapshot()).toMatchObject({ isPaused: false, outbox: [{ id, state: { status: 'failed' } }] })
    handle.discard(id)
    expect(handle.snapshot().outbox).toEqual([])
  })

  it('are not repeated before the log is whole if answer and entries were lost on a live connection', async () => {
    const { page, handle } = await anOpenConversation()
    page.isLive = false
    const { id, settled } = handle.pause()
    await page.clock.advance(0)
    page.wire.deliverUp()
    page.server.happens(SESSION, 'resumed')
    for (let n = 0; n < 30; n++) page.server.happens(SESSION, 'user')
    page.server.begin(SESSION).recent.splice(0)
    page.wire.down.length = 0
    // The wait for the answer ends, but the answers to the next requests are slow.
    await page.clock.advance(17 * SECOND)
    while (page.wire.up.length > 0) page.wire.deliverUp()
    page.isLive = true
    await page.clock.advance(MINUTE)
    expect(await settled).toMatchObject({ status: 'failed', problem: { code: 'client.uncertain' } })
    expect(page.server.carriedOut).toEqual([`pause ${id}`])
  })

  it('survive a reload, and are sent even if their conversation is not opened', async () => {
    const { page, client, handle } = await anOpenConversation()
    page.goDown()
    const { settled } = handle.say('hello')
    await page.clock.advance(0)
    client.close()
    expect(await settled).toMatchObject({ status: 'failed', problem: { code: 'client.closed' } })
    page.comeBack()
    page.load()
    await page.clock.advance(5 * SECOND)
    expect(page.server.view(SESSION, 'agent')).toHaveLength(2)
    expect(page.stored.size).toBe(0)
  })

  it('are never sent as another person', async () => {
    const { page, client, handle } = await anOpenConversation()
    page.goDown()
    handle.say('hello')
    client.close()
    page.comeBack()
    page.load({ person: 'ben' })
    await page.clock.advance(MINUTE)
    expect(page.server.carriedOut).toEqual([])
  })

  it('wait while the server is overloaded, and keep their order', async () => {
    const { page, handle } = await anOpenConversation()
    page.server.overload = 'service.overloaded'
    handle.say('one')
    handle.say('two')
    await page.clock.advance(MINUTE)
    expect(handle.snapshot().outbox).toMatchObject([{ state: { status: 'waiting' } }, { state: { status: 'waiting' } }])
    page.server.overload = undefined
    await page.clock.advance(MINUTE)
    expect(texts(handle)).toEqual(['hello', 'one', 'two'])
  })

  it('report why they were refused, stay in the outbox, and hold up no other command', async () => {
    const page = aPage()
    const client = page.load()
    page.server.happens(SESSION, 'user')
    const handle = client.conversation(SESSION)
    await page.clock.advance(SECOND)
    const tooLong = handle.say('ä'.repeat(20_000))
    handle.say('hello')
    await page.clock.advance(SECOND)
    expect(await tooLong.settled).toMatchObject({ status: 'failed', problem: { code: 'frame.too_large' } })
    expect(texts(handle)).toEqual(['hello', 'hello'])
    expect(handle.snapshot().outbox).toMatchObject([{ id: tooLong.id, state: { status: 'failed' } }])
    expect(page.wires).toHaveLength(1)
  })
})

describe('a subscription to the inbox', () => {
  it('is renewed and reported after each reconnect, since missed events are not sent', async () => {
    const page = aPage()
    const client = page.load()
    const events: unknown[] = []
    let subscribed = 0
    client.onInbox(each => events.push(...each))
    client.onSubscribed(() => subscribed++)
    client.subscribe('inbox')
    await page.clock.advance(SECOND)
    page.server.happens(OTHER, 'user')
    await page.clock.advance(SECOND)
    expect(events).toHaveLength(1)
    page.goDown()
    page.server.happens(OTHER, 'user')
    page.comeBack()
    await page.clock.advance(5 * SECOND)
    page.server.happens(OTHER, 'user')
    await page.clock.advance(SECOND)
    expect(events).toHaveLength(2)
    expect(subscribed).toBe(2)
    client.subscribe(undefined)
    await page.clock.advance(SECOND)
    page.server.happens(OTHER, 'user')
    await page.clock.advance(SECOND)
    expect(events).toHaveLength(2)
  })
})

describe('closing a client', () => {
  it('closes the socket and ends every timer', async () => {
    const page = aPage()
    page.server.happens(SESSION, 'user')
    const client = page.load()
    client.subscribe('inbox')
    client.conversation(SESSION).say('hello')
    await page.clock.advance(SECOND)
    client.close()
    const { requests, wires, tokensAsked } = page
    const before = [requests.length, wires.length, tokensAsked]
    expect(page.wire.status).toBe('closed')
    page.attention.become({ isVisible: false })
    page.attention.become({ isVisible: true })
    await page.clock.advance(30 * MINUTE)
    expect([requests.length, wires.length, page.tokensAsked]).toEqual(before)
  })
})

describe('receipts', () => {
  it('are kept for each conversation, the highest of all frames, through a reconnect', async () => {
    const { page, handle } = await anOpenConversation()
    const before = handle.snapshot()
    expect(before.receipts).toEqual({ deliveredUpTo: 0, readUpTo: 0 })
    let changes = 0
    handle.subscribe(() => {
      changes += 1
    })
    page.server.tells(SESSION, { deliveredUpTo: 4, readUpTo: 2 })
    page.server.tells(SESSION, { deliveredUpTo: 3, readUpTo: 3 })
    page.server.tells(OTHER, { deliveredUpTo: 9, readUpTo: 9 })
    await page.clock.advance(SECOND)

    expect(handle.snapshot().receipts).toEqual({ deliveredUpTo: 4, readUpTo: 3 })
    expect(changes).toBe(2)
    page.goDown()
    await page.clock.advance(SECOND)
    page.comeBack()
    await page.clock.advance(MINUTE)
    expect(handle.snapshot().receipts).toEqual({ deliveredUpTo: 4, readUpTo: 3 })
  })

  it('leave the snapshot as it is if they bring nothing new', async () => {
    const { page, handle } = await anOpenConversation()
    page.server.tells(SESSION, { deliveredUpTo: 4, readUpTo: 2 })
    await page.clock.advance(SECOND)
    const before = handle.snapshot()
    page.server.tells(SESSION, { deliveredUpTo: 4, readUpTo: 2 })
    await page.clock.advance(SECOND)
    expect(handle.snapshot()).toBe(before)
  })
})
