import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { BotConfig } from '../../../lib/protocol/config.ts'
import { blank, type Field, fieldsOf } from './form.ts'

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

  it('describes a field with the description and the default of its schema', () => {
    expect(named(config, 'paused').description).toMatch(/whole bot/)
    expect(named(config, 'turns').usual).toBe('overlap')
  })

  it('starts a new entry with its required fields', () => {
    expect(blank(named(config, 'connector').field)).toEqual({ type: 'http', url: '', secret: '' })
    expect(blank({ kind: 'list', of: { kind: 'switch' }, max: undefined })).toEqual([])
  })
})
