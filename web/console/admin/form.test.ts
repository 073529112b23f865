import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { BotConfig } from '../../../lib/protocol/config.ts'
import { EventType } from '../../../lib/protocol/event-type.ts'
import { asVariant, blank, type Field, fieldsOf } from './form.ts'

const config = fieldsOf(z.toJSONSchema(BotConfig, { io: 'input', unrepresentable: 'any' }) as object)
const named = (field: Field, name: string) => {
  const found = field.kind === 'object' ? field.fields.find(each => each.name === name) : undefined
  if (found === undefined) throw new Error(`no field ${name}`)
  return found
}

describe('the form of a configuration', () => {
  it('has a field for each kind of value', () => {
    expect(named(config, 'paused').field).toEqual({ kind: 'switch' })
    expect(named(config, 'mode').field).toEqual({ kind: 'choice', options: ['ask', 'gate'] })
    expect(named(config, 'attributes').field).toMatchObject({ kind: 'list', max: 50, of: { kind: 'object' } })
    expect(fieldsOf(z.toJSONSchema(z.record(z.string(), z.object({ a: z.string() }))) as object)).toMatchObject({
      kind: 'record',
      of: { kind: 'object' },
    })
    const connector = named(config, 'connector').field
    expect(named(connector, 'type').field).toEqual({ kind: 'constant', value: 'http' })
    expect(named(connector, 'timeoutMs').field).toEqual({ kind: 'number', min: 100, max: 25_000 })
    expect(named(connector, 'url')).toMatchObject({ isRequired: true, field: { kind: 'text', isLong: false } })
  })

  it('offers the types of events as choices of a list', () => {
    const events = named(config, 'events')
    expect(events).toMatchObject({ isRequired: false, description: expect.stringContaining('transition') })
    const { description, field } = named(events.field, 'types')
    expect(description).toMatch(/All by default/)
    expect(field).toMatchObject({ kind: 'list', max: EventType.options.length, of: { kind: 'choice' } })
    expect(field.kind === 'list' && blank(field.of)).toBe('conversation.paused')
    expect(blank(events.field)).toEqual({ url: '', secret: '' })
  })

  it('describes a field with the description and the default of its schema', () => {
    expect(named(config, 'paused').description).toMatch(/whole bot/)
    expect(named(config, 'turns').usual).toBe('overlap')
  })

  it('starts a new entry with its required fields', () => {
    expect(blank(named(config, 'connector').field)).toEqual({ type: 'http', url: '', secret: '' })
    expect(blank({ kind: 'list', of: { kind: 'switch' }, max: undefined })).toEqual([])
  })

  it('has the fields of each variant of a union, and keeps those that both have when it changes', () => {
    const canned = named(config, 'cards').field
    const card = canned.kind === 'list' ? named(canned.of, 'card').field : undefined
    const buttons = card && named(card, 'buttons').field
    const button = buttons?.kind === 'list' ? buttons.of : undefined
    if (button?.kind !== 'variants') throw new Error('the buttons of a card are no variants')
    expect(button.by).toBe('type')
    expect(button.of.map(({ value }) => value)).toEqual(['url', 'call', 'postback', 'say'])
    expect(blank(button)).toEqual({ type: 'url', title: '', url: '' })
    const [, call] = button.of
    expect(asVariant({ type: 'url', title: 'Shop', url: 'https://shop.example' }, call!)).toEqual({
      type: 'call',
      title: 'Shop',
      phone: '',
    })
  })

  it('has the tags as a list of texts, and a macro with its parts', () => {
    expect(named(config, 'tags').field).toMatchObject({ kind: 'list', max: 100, of: { kind: 'text' } })
    const macros = named(config, 'macros').field
    if (macros.kind !== 'list') throw new Error('the macros are no list')
    expect(named(macros.of, 'name')).toMatchObject({ isRequired: true, field: { kind: 'text' } })
    expect(named(macros.of, 'text')).toMatchObject({ isRequired: false, field: { kind: 'text' } })
    expect(named(macros.of, 'tags').field).toMatchObject({ kind: 'list', of: { kind: 'text' } })
    expect(named(macros.of, 'handBack').field).toEqual({
      kind: 'choice',
      options: ['resolved', 'rejected', 'returned'],
    })
    expect(blank(macros.of)).toEqual({ name: '' })
  })

  it('does not exist for a union whose members cannot be told apart', () => {
    const schema = { oneOf: [{ type: 'string' }, { type: 'number' }] }
    expect(() => fieldsOf(schema)).toThrow('has no form')
  })
})
