import { describe, expect, it } from 'vitest'
import { PAGE_INBOX_APP } from './control.ts'
import { inbound } from './inbound.ts'
import { APP, AT, echo, fromUser, lookupOf, MARIA, notification, PAGE, posted, userWrites } from './test-webhooks.ts'

const OTHER_APP = '123456789'

async function read(body: object, app: Readonly<Record<string, string>> = APP) {
  const reading = await inbound.read(posted(JSON.stringify(body)), lookupOf(app))
  if (reading.status === 'forged') throw new Error(reading.reason)
  return reading
}

async function onlyEventOf(event: object, app?: Readonly<Record<string, string>>) {
  const { events, warnings } = await read(notification(event), app)
  expect(warnings).toEqual([])
  expect(events).toHaveLength(1)
  return events[0]!.event
}

describe('a change of the app that controls a conversation', () => {
  const passed = (to: unknown, from: unknown) =>
    fromUser({ pass_thread_control: { new_owner_app_id: to, previous_owner_app_id: from, metadata: 'a reason' } })
  const taken = (to: unknown, from: unknown) =>
    fromUser({ take_thread_control: { new_owner_app_id: to, previous_owner_app_id: from } })

  it.each([
    ['this app got it from the inbox', passed(APP.appId, PAGE_INBOX_APP), 'given', "the page's inbox"],
    ['this app got it from nobody', passed(APP.appId, null), 'given', 'another app'],
    ['this app got it, by an older version', passed(undefined, undefined), 'given', 'another app'],
    ['another app got it', passed(Number(OTHER_APP), APP.appId), 'taken', `app ${OTHER_APP}`, true],
    ['the inbox took it', taken(Number(PAGE_INBOX_APP), APP.appId), 'taken', "the page's inbox"],
    ['somebody took it, by an older version', taken(undefined, APP.appId), 'taken', 'another app'],
    ['this app took it', taken(APP.appId, OTHER_APP), 'given', `app ${OTHER_APP}`, true],
  ])('says that %s', async (_, event, change, by, own = false) => {
    const expected = { kind: 'control', id: expect.stringMatching(/^control:/), change, by }
    expect(await onlyEventOf(event)).toEqual(own ? { ...expected, own: true } : expected)
  })

  it('goes by its kind if the operator has not entered the id of the app', async () => {
    const app = { appSecret: APP.appSecret }
    expect(await onlyEventOf(passed(OTHER_APP, null), app)).toMatchObject({ change: 'given' })
    expect(await onlyEventOf(taken(OTHER_APP, null), app)).toMatchObject({ change: 'taken' })
  })

  it('has the same id in each delivery, and another one for each change', async () => {
    const ids = async (...events: readonly object[]) =>
      (await read(notification(...events))).events.map(({ event }) => (event.kind === 'control' ? event.id : ''))
    const changes = [
      passed(APP.appId, null),
      taken(OTHER_APP, APP.appId),
      { ...taken(OTHER_APP, APP.appId), timestamp: AT + 1 },
      { ...taken(OTHER_APP, APP.appId), sender: { id: 'another person' } },
    ]
    expect(new Set(await ids(...changes, ...changes)).size).toBe(changes.length)
  })

  it('is not an application that asks for control, nor a change of roles: both are reported', async () => {
    const asks = fromUser({ request_thread_control: { requested_owner_app_id: 123456789, metadata: 'please' } })
    const roles = { recipient: { id: PAGE }, timestamp: AT, app_roles: { [OTHER_APP]: ['primary_receiver'] } }
    expect(await read(notification(asks, roles))).toEqual({
      status: 'read',
      events: [],
      warnings: [
        'entry.0.messaging.0 (request_thread_control) is of a kind that is not used',
        'entry.0.messaging.1 (app_roles) is of a kind that is not used',
      ],
    })
  })
})

describe('an event of a conversation that another app controls', () => {
  it('is read and marked', async () => {
    const standby = [
      userWrites({ text: 'hello' }),
      fromUser({ postback: { title: 'Go' } }),
      fromUser({ read: { watermark: AT } }),
    ]
    const { events } = await read({ object: 'page', entry: [{ id: PAGE, time: AT, standby }] })
    expect(events).toMatchObject([
      { userId: MARIA, standby: true, event: { kind: 'message', message: { text: 'hello' } } },
      { userId: MARIA, standby: true, event: { kind: 'message', message: { type: 'postback' } } },
      { userId: MARIA, standby: true, event: { kind: 'receipt' } },
    ])
  })

  it('follows those of the same entry that this app controls', async () => {
    const entry = { id: PAGE, standby: [userWrites({ text: 'two' })], messaging: [userWrites({ text: 'one' })] }
    const { events } = await read({ object: 'page', entry: [entry] })
    expect(events.map(({ standby }) => standby)).toEqual([undefined, true])
  })
})

describe('an echo', () => {
  const session = `ses_${'a'.repeat(20)}_-`

  it.each([`${session}:7`, `${session}:7:2`])('with the mark %s is a call of ours', async metadata => {
    const ours = { kind: 'sentByUs', id: metadata, at: '2018-02-12T23:46:35.308Z' }
    expect(await onlyEventOf(echo({ app_id: 1517776481860111, text: 'hi', metadata }))).toEqual(ours)
    expect(await onlyEventOf(echo({ text: 'hi', metadata }))).toEqual(ours)
  })

  it('with the mark is ours even if the operator entered the id of another app', async () => {
    const app = { ...APP, appId: OTHER_APP }
    const event = await onlyEventOf(echo({ app_id: APP.appId, text: 'hi', metadata: `${session}:7` }), app)
    expect(event.kind).toBe('sentByUs')
  })

  it.each([
    `${session}:`,
    `${session}:7:2:3`,
    `x${session}:7`,
    `${session}:7\n`,
    'ses_short:7',
    '',
    7,
    null,
    { id: 1 },
  ])('with the other mark %j is an answer of somebody else', async metadata => {
    expect(await onlyEventOf(echo({ app_id: OTHER_APP, text: 'hi', metadata }))).toMatchObject({
      kind: 'sentElsewhere',
    })
    expect(await onlyEventOf(echo({ text: 'hi', metadata }))).toMatchObject({ kind: 'sentElsewhere' })
  })

  it('of this app without the mark is ignored, and reported: it may be a reply of the bot itself', async () => {
    expect(await read(notification(echo({ app_id: 1517776481860111, text: 'hi' })))).toEqual({
      status: 'read',
      events: [],
      warnings: ["entry.0.messaging.0 (message) is this app's message without the mark of Interlude, and was ignored"],
    })
  })
})
