import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { BotConfig } from '../../../lib/protocol/config.ts'
import { isConstant, isLeaf, placesIn, wholeValue } from '../../../test/support/schema-walk.ts'
import { CONFIG_FIELDS } from './config.ts'
import { NamedInput } from './FieldInput.tsx'
import type { Field } from './form.ts'

const whole = wholeValue(BotConfig) as Readonly<Record<string, unknown>>
const leaves = placesIn(BotConfig, whole).filter(isLeaf)

/** The page of the configuration, with every field filled in. */
const page = renderToStaticMarkup(
  createElement(
    'div',
    null,
    (CONFIG_FIELDS.kind === 'object' ? CONFIG_FIELDS.fields : []).map(named =>
      createElement(NamedInput, {
        key: named.name,
        named,
        value: whole[named.name],
        path: [named.name],
        form: { problems: new Map(), change: () => {} },
      }),
    ),
  ),
)

/** The text of an element, by its id. */
const textOf = (id: string) =>
  new RegExp(`<span id="${id}"[^>]*>(.*?)</span>`).exec(page)?.[1]?.replace(/<[^>]*>/g, '') ?? ''

describe('the editor of the configuration', () => {
  it('is tested with a configuration that has every field', () => {
    expect(BotConfig.safeParse(whole).error?.issues ?? []).toEqual([])
    expect(leaves.length).toBeGreaterThan(100)
  })

  it.each(leaves.map(leaf => ({ leaf, name: leaf.path.join('.') })))(
    'has an input with a name and a description: $name',
    ({ leaf, name }) => {
      const input = new RegExp(`<(?:input|select|textarea)[^>]* name="${name.replaceAll('.', '\\.')}"[^>]*>`).exec(
        page,
      )?.[0]
      if (isConstant(leaf) && input === undefined) return expect(name).toBe('connector.type')
      expect(input).toMatch(/aria-label="[^"]+"/)
      const [, describedBy = ''] = /aria-describedby="([^"]+)"/.exec(input ?? '') ?? []
      expect(describedBy.split(' ').map(textOf).join(' ').trim()).toMatch(/\w/)
    },
  )

  it('leaves no field to JSON, so that each has an input of its kind', () => {
    const kinds = (field: Field): readonly string[] => {
      switch (field.kind) {
        case 'object':
          return field.fields.flatMap(each => kinds(each.field))
        case 'variants':
          return field.of.flatMap(each => kinds(each.field))
        case 'tuple':
          return field.of.flatMap(kinds)
        case 'record':
        case 'list':
        case 'nullable':
          return kinds(field.of)
        default:
          return [field.kind]
      }
    }
    expect(kinds(CONFIG_FIELDS)).not.toContain('json')
  })
})
