import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import type { MessengerChannel } from '../../lib/protocol/channels.ts'
import { defaultPolicy } from '../../lib/session/policy.ts'
import { sessionId } from '../../lib/session/session.ts'
import type { Person } from '../../local/graph/person.ts'
import { PAGE_INBOX } from '../../local/graph/types.ts'
import { minutes, seconds } from '../support/clock.ts'
import { agentResumes, botWrites, userAsksForPerson } from '../support/commands.ts'
import { APP, messengerWorld, PAGE_ID } from './messenger-platform.ts'

let messenger: Awaited<ReturnType<typeof messengerWorld>>
let maria: Person

/** A page whose default application is Interlude's, as Conversation Routing needs it. */
const opens = async (options: Partial<MessengerChannel> = {}) => {
  messenger = await messengerWorld({ threadControl: 'follow', passTo: PAGE_INBOX, ...options })
  messenger.page.defaultAppId = APP.id
  maria = messenger.graph.addPerson(messenger.page)
}
const closes = () => messenger.end()
beforeEach(() => opens())
afterEach(closes)

const who = () => messenger.whoIs(maria)
const log = () => messenger.world.log(who())
const kinds = async () => (await log()).map(({ kind }) => kind).filter(kind => kind !== 'alerted')
const control = async () => (await messenger.world.app.store.load(sessionId(who())))?.session.control
const owner = () => maria.thread.ownerAppId
const says = async (text: string) => {
  maria.says(text)
  await messenger.settles()
}
const resumes = async () => {
  await execute(messenger.world.app, who(), agentResumes())
  await messenger.settles()
}
const botHandsOver = async () => {
  const handoff = { reason: 'asks for a person', priority: 'normal' } as const
  await execute(messenger.world.app, who(), botWrites(['I will get somebody.'], { handoff, delivery: 'all' }))
  await messenger.settles()
}
const asksForPerson = async () => {
  await execute(messenger.world.app, who(), userAsksForPerson({ delivery: 'all' }))
  await messenger.settles()
}
/** The calls that move control, so far. */
const moves = () => messenger.calls.flatMap(call => /(pass|take)_thread_control$/.exec(call)?.[1] ?? [])

describe('a conversation that waits for a person', () => {
  it("goes to the page's inbox, after the bot's last words", async () => {
    await says('hello')
    expect(owner()).toBe(APP.id)
    await botHandsOver()
    expect(messenger.textsTo(maria)).toEqual(['bot: hello', 'I will get somebody.'])
    expect(owner()).toBe(PAGE_INBOX)
    expect(moves()).toEqual(['pass'])
    expect(await kinds()).toEqual(['message', 'message', 'message', 'paused'])
  })

  it('still waits while the user writes to the inbox, and shows the words to agents', async () => {
    await says('hello')
    await asksForPerson()
    await says('anybody?')
    expect(await kinds()).toEqual(['message', 'message', 'paused', 'message'])
    expect(await control()).toMatchObject({ holder: 'human', handoff: { status: 'pending' } })
  })

  it("goes there once the bot's last words arrived, if they fail at first", async () => {
    await says('hello')
    messenger.graph.faults.next(1, { code: 1200 })
    await botHandsOver()
    expect(moves()).toEqual([])
    await messenger.world.after(defaultPolicy.retryMs[0] ?? 0)
    expect(messenger.textsTo(maria)).toEqual(['bot: hello', 'I will get somebody.'])
    expect(owner()).toBe(PAGE_INBOX)
  })

  it('is tried again with each alert if the platform refuses to move it', async () => {
    await says('hello')
    messenger.graph.faults.next(1, { code: 200, on: 'pass_thread_control' })
    await asksForPerson()
    expect(owner()).toBe(APP.id)
    expect(messenger.warnings).toContain('control of a conversation at its platform was not moved')
    await messenger.world.after(defaultPolicy.realertMs)
    expect(owner()).toBe(PAGE_INBOX)
  })

  it('is moved at the second attempt if the platform fails for a moment', async () => {
    await says('hello')
    messenger.graph.faults.next(1, { code: 2, on: 'pass_thread_control' })
    await asksForPerson()
    expect(owner()).toBe(PAGE_INBOX)
    expect(messenger.warnings).toEqual([])
  })

  it('stays with Interlude if the channel names no app', async () => {
    await closes()
    messenger = await messengerWorld({ threadControl: 'follow' })
    maria = messenger.graph.addPerson(messenger.page)
    await says('hello')
    await botHandsOver()
    await resumes()
    expect(moves()).toEqual([])
  })
})

describe('an agent of Interlude', () => {
  it('takes the conversation from the inbox with the first answer, which arrives', async () => {
    await says('hello')
    await asksForPerson()
    await messenger.world.agentSays(who(), 'I am Ana')
    await messenger.settles()
    expect(owner()).toBe(APP.id)
    expect(messenger.textsTo(maria)).toEqual(['bot: hello', 'I am Ana'])
    expect(await control()).toMatchObject({ handoff: { status: 'assigned', agent: { id: 'ana' } } })
  })

  it('keeps control by a pause of their own', async () => {
    await says('hello')
    await messenger.world.agentPauses(who())
    await messenger.settles()
    expect(moves()).toEqual([])
  })

  it('may send a message again that another app held back', async () => {
    await says('hello')
    await asksForPerson()
    messenger.graph.faults.next(1, { code: 200, on: 'take_thread_control' })
    const of = await messenger.world.agentSays(who(), 'I am Ana')
    await messenger.settles()
    const failed = (await log()).find(entry => entry.kind === 'undeliverable')
    expect(failed).toMatchObject({ of, reason: expect.stringContaining('another app controls') })
    const by = { type: 'agent', id: 'ana' } as const
    await execute(messenger.world.app, who(), { verb: 'redeliver', by, of, failure: failed?.seq ?? 0 })
    await messenger.settles()
    expect(messenger.textsTo(maria)).toEqual(['bot: hello', 'I am Ana'])
  })
})

describe('the bot', () => {
  it('gets control back with the conversation, and answers', async () => {
    await says('hello')
    await asksForPerson()
    await resumes()
    expect(owner()).toBe(APP.id)
    await says('and now?')
    expect(messenger.textsTo(maria)).toEqual(['bot: hello', 'bot: and now?'])
  })

  it('gets both if nobody came', async () => {
    await says('hello')
    await asksForPerson()
    await messenger.world.after(defaultPolicy.giveUpMs)
    await messenger.settles()
    expect(owner()).toBe(APP.id)
    expect(messenger.textsTo(maria)).toEqual(['bot: hello', defaultPolicy.userTexts.expired?.en])
  })

  it("gets the conversation when the page's inbox gives it back, without a call", async () => {
    await says('hello')
    await asksForPerson()
    messenger.graph.inbox.says(maria.thread, 'A person here.')
    await messenger.settles()
    expect(await control()).toMatchObject({ handoff: { status: 'assigned', agent: { id: `messenger:${PAGE_ID}` } } })
    messenger.graph.inbox.passes(maria.thread, APP.id)
    await messenger.settles()
    expect(await control()).toEqual({ holder: 'bot' })
    await says('thanks')
    expect(messenger.textsTo(maria)).toEqual(['bot: hello', 'A person here.', 'bot: thanks'])
    expect(moves()).toEqual(['pass'])
  })

  it('keeps silent when the inbox gives back a conversation that an agent of Interlude has', async () => {
    await says('hello')
    await asksForPerson()
    await messenger.world.agentSays(who(), 'I am Ana')
    await messenger.settles()
    messenger.graph.inbox.passes(maria.thread, APP.id)
    await says('hello?')
    expect(await control()).toMatchObject({ holder: 'human', handoff: { agent: { id: 'ana' } } })
    expect(messenger.world.asked()).toEqual(['hello'])
  })
})

describe("the platform's events of control", () => {
  const changed = (kind: string, from: string, to: string, at = messenger.world.clock.now()) => ({
    sender: { id: maria.psid },
    recipient: { id: PAGE_ID },
    timestamp: at,
    [kind]: { previous_owner_app_id: from, new_owner_app_id: to },
  })
  const tells = async (list: 'messaging' | 'standby', event: object) => {
    const body = JSON.stringify({ object: 'page', entry: [{ id: PAGE_ID, time: 1, [list]: [event] }] })
    expect(await messenger.post(body, messenger.signature(body))).toBe(200)
    await messenger.settles()
  }

  it('pause while the inbox has control, and move nothing', async () => {
    await says('hello')
    messenger.graph.inbox.takes(maria.thread)
    await says('hello?')
    expect(await control()).toMatchObject({ trigger: 'thread_control' })
    expect(messenger.world.asked()).toEqual(['hello'])
    expect(owner()).toBe(PAGE_INBOX)
    messenger.graph.inbox.passes(maria.thread, APP.id)
    await says('and now?')
    expect(messenger.world.asked()).toEqual(['hello', 'and now?'])
    expect(moves()).toEqual([])
  })

  it("say nothing new about Interlude's own calls, however late they come", async () => {
    await says('hello')
    await asksForPerson()
    await resumes()
    const before = await log()
    await tells('messaging', changed('pass_thread_control', APP.id, PAGE_INBOX))
    await tells('messaging', changed('take_thread_control', PAGE_INBOX, APP.id))
    expect(await log()).toEqual(before)
    expect(moves()).toEqual(['pass', 'take'])
  })

  it("pause after a pass of the operator's own program, if Interlude passes nothing", async () => {
    await closes()
    messenger = await messengerWorld({ threadControl: 'follow' })
    maria = messenger.graph.addPerson(messenger.page)
    await says('hello')
    await tells('messaging', changed('pass_thread_control', APP.id, PAGE_INBOX))
    expect(await control()).toMatchObject({ trigger: 'thread_control' })
  })

  it('log a message that comes late from standby, and do not pause again', async () => {
    await says('hello')
    await asksForPerson()
    messenger.world.clock.advance(seconds(10))
    const at = messenger.world.clock.now()
    messenger.world.clock.advance(minutes(1))
    await resumes()
    const message = { mid: 'm_late', text: 'anybody?' }
    await tells('standby', { sender: { id: maria.psid }, recipient: { id: PAGE_ID }, timestamp: at, message })
    expect(await control()).toEqual({ holder: 'bot' })
    expect(messenger.world.asked()).toEqual(['hello', 'anybody?'])
  })
})
