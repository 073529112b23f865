import { describe, expect, it } from 'vitest'
import { aConversation, heldByAgent, type TestConversation } from '../../test/support/conversation.ts'
import { ana, ben } from '../../test/support/people.ts'
import type { InterludeError } from '../protocol/problem.ts'
import { MAX_TAGS } from '../protocol/wire.ts'
import { defaultPolicy, type Policy } from './policy.ts'
import type { RunMacro, TagConversation } from './tag-commands.ts'

const many = Array.from({ length: MAX_TAGS + 5 }, (_, n) => `t${n}`)
const policy: Policy = { ...defaultPolicy, tags: ['VIP', 'refund', 'Ärger', ...many] }

const given = () => aConversation('none', policy)
const tags = (conversation: TestConversation, change: Partial<TagConversation>) =>
  conversation.do<'tag'>({ verb: 'tag', by: ana, ...change })
const runs = (conversation: TestConversation, macro: Partial<RunMacro>) =>
  conversation.do<'runMacro'>({ verb: 'runMacro', by: ana, ...macro })

function refusal(act: () => unknown): Partial<InterludeError> {
  try {
    act()
  } catch (error) {
    const { code, fields, holder, message } = error as InterludeError
    return { code, fields, message, ...(holder && { holder }) }
  }
  throw new Error('nothing was refused')
}

/** A conversation that Ana has, of a bot with tags. */
function held() {
  const conversation = given()
  conversation.userSays('hello')
  conversation.agentPauses()
  return conversation
}

describe('a change of tags', () => {
  it('is one entry with what was added and removed, and the session keeps the tags in their order', () => {
    const conversation = given()
    expect(tags(conversation, { add: ['refund', 'VIP'] }).entries).toMatchObject([
      { kind: 'tagged', by: ana, added: ['refund', 'VIP'] },
    ])
    expect(tags(conversation, { add: ['Ärger'], remove: ['refund'] }).entries).toMatchObject([
      { kind: 'tagged', added: ['Ärger'], removed: ['refund'] },
    ])
    expect(conversation.session.tags).toEqual(['VIP', 'Ärger'])
  })

  it('takes the name of the configuration, whatever the letter case', () => {
    const conversation = given()
    tags(conversation, { add: ['vip', 'ÄRGER', 'Vip'] })
    expect(conversation.session.tags).toEqual(['VIP', 'Ärger'])
    tags(conversation, { remove: ['vIP'] })
    expect(conversation.session.tags).toEqual(['Ärger'])
  })

  it('writes nothing if it adds what is there and removes what is not', () => {
    const conversation = given()
    tags(conversation, { add: ['VIP'] })
    const { entries, outcome, changed } = tags(conversation, { add: ['vip'], remove: ['refund', 'never listed'] })
    expect({ entries, changed }).toEqual({ entries: [], changed: false })
    expect(outcome).toEqual({ isPaused: false, changed: false })
  })

  it('leaves no list behind once the last tag is removed', () => {
    const conversation = given()
    tags(conversation, { add: ['VIP'] })
    tags(conversation, { remove: ['VIP'] })
    expect(conversation.session.tags).toBeUndefined()
  })

  it('names the field and the tag if the configuration does not list it, and changes nothing', () => {
    const conversation = given()
    const { code, fields } = refusal(() => tags(conversation, { add: ['VIP', 'gone'] }))
    const message = 'the bot has no tag "gone"'
    expect({ code, fields }).toEqual({ code: 'tag.not_found', fields: [{ in: 'body', path: 'add.1', message }] })
    expect(conversation.session.tags).toBeUndefined()
  })

  it('keeps and removes tags that the configuration no longer lists', () => {
    const conversation = given()
    conversation.session = { ...conversation.session, tags: ['old'] }
    expect(tags(conversation, { add: ['OLD'] }).changed).toBe(false)
    expect(tags(conversation, { remove: ['old'] }).entries).toMatchObject([{ removed: ['old'] }])
  })

  it(`is refused if the conversation would have more than ${MAX_TAGS} tags`, () => {
    const conversation = given()
    tags(conversation, { add: many.slice(0, MAX_TAGS) })
    expect(refusal(() => tags(conversation, { add: ['VIP'] }))).toMatchObject({ code: 'tag.too_many' })
    expect(tags(conversation, { add: ['VIP'], remove: ['t0'] }).changed).toBe(true)
    expect(conversation.session.tags).toHaveLength(MAX_TAGS)
  })

  it('happens once for its id', () => {
    const conversation = given()
    const command = { id: 'c1', add: ['VIP'] }
    const first = tags(conversation, command).outcome
    tags(conversation, { remove: ['VIP'] })
    const again = tags(conversation, command)
    expect(again.entries).toEqual([])
    expect(again.outcome).toEqual({ ...first, changed: false })
    expect(conversation.session.tags).toBeUndefined()
  })

  it('is in the record of the episode that ends, and a later one does not change that record', () => {
    const conversation = held()
    tags(conversation, { add: ['VIP'] })
    conversation.agentResumes()
    tags(conversation, { add: ['refund'] })
    expect(conversation.records.get(1)?.ended?.tags).toEqual(['VIP'])
    conversation.agentPauses()
    tags(conversation, { remove: ['VIP', 'refund'] })
    conversation.agentResumes()
    expect(conversation.records.get(2)?.ended).not.toHaveProperty('tags')
  })
})

describe('a macro', () => {
  const message = { type: 'text', text: 'Your refund is on its way.' } as const

  it('tags, answers and hands back in one commit', () => {
    const conversation = held()
    const { entries, outcome, changed } = runs(conversation, { tags: ['refund'], message, handBack: 'resolved' })
    expect(entries).toMatchObject([
      { kind: 'tagged', by: ana, added: ['refund'], epoch: 1 },
      { kind: 'message', by: ana, text: message.text, epoch: 1 },
      { kind: 'resumed', by: ana, outcome: 'resolved', epoch: 2 },
    ])
    expect({ outcome, changed }).toEqual({ outcome: { isPaused: false, changed: true, seq: 3 }, changed: true })
    expect(conversation.records.get(1)?.ended).toMatchObject({ outcome: 'resolved', tags: ['refund'] })
    expect(conversation.session.nextHandback).toBeDefined()
  })

  it('happens once for its id, also if the conversation is elsewhere by then', () => {
    const conversation = held()
    const macro = { id: 'm1', message, handBack: 'resolved' } as const
    const { outcome } = runs(conversation, macro)
    const { revision } = conversation.session
    expect(runs(conversation, macro).outcome).toEqual({ ...outcome, changed: false })
    expect(conversation.session.revision).toBe(revision)
  })

  it.each([
    ['another agent', ben, 'human'],
    ['the bot', undefined, 'bot'],
  ])('does nothing if %s has the conversation, and says so', (_who, by, holder) => {
    const conversation = given()
    conversation.userSays('hello')
    if (by) conversation.agentPauses({ by })
    const { revision } = conversation.session
    const refused = refusal(() => runs(conversation, { tags: ['refund'], message, handBack: 'resolved' }))
    expect(refused).toMatchObject({ code: 'handoff.not_yours', holder: { holder, ...(by && { agent: by }) } })
    expect(conversation.session).toMatchObject({ revision })
    expect(conversation.session.tags).toBeUndefined()
  })

  it('does nothing if one of its tags is refused', () => {
    const conversation = held()
    const { revision } = conversation.session
    expect(refusal(() => runs(conversation, { tags: ['gone'], message }))).toMatchObject({ code: 'tag.not_found' })
    expect(conversation.session.revision).toBe(revision)
  })

  it('takes a conversation that waits as a message does, within the room of the agent', () => {
    const conversation = given()
    conversation.userAsksForPerson()
    const full = { load: 2, capacity: 2 }
    const refused = refusal(() => runs(conversation, { tags: ['refund'], message, room: full }))
    expect(refused).toMatchObject({ code: 'agent.at_capacity' })
    expect(conversation.kinds).not.toContain('tagged')
    runs(conversation, { tags: ['refund'], message, room: { load: 1, capacity: 2 } })
    expect(conversation.kinds.slice(-3)).toEqual(['tagged', 'assigned', 'message'])
  })

  it('leaves for the channel as any message of an agent', () => {
    const conversation = heldByAgent()
    conversation.session = { ...conversation.session, delivery: 'people' }
    const { entries } = runs(conversation, { message })
    expect(entries).toMatchObject([{ kind: 'message', deliver: true }])
  })

  it('without anything new to do writes nothing', () => {
    const conversation = held()
    tags(conversation, { add: ['VIP'] })
    expect(runs(conversation, { tags: ['vip'] })).toMatchObject({ changed: false, outcome: { changed: false } })
  })
})
