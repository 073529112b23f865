import { describe, expect, it } from 'vitest'
import { template } from './template.ts'
import { fillTemplate, type TemplateFacts } from './template-values.ts'

const Text = template(100)

const problemsOf = (text: string) => (Text.safeParse(text).error?.issues ?? []).map(({ message }) => message)

const facts: TemplateFacts = {
  user: {
    id: 'u 1',
    fullName: 'Maria Gómez',
    language: 'es',
    attributes: { email: ' maria@example.com ', crm: { id: 7 }, 'a.b': 'dotted', vip: false, blank: ' ', list: [1] },
  },
  agentName: 'Ana',
  botName: 'Shop',
  conversation: { id: 'ses_1' },
}

const filled = (text: string, of = facts) => fillTemplate(text, of)

describe('a text with variables', () => {
  it.each([
    'no variable at all, { one } brace and a }}',
    '{{user.fullName}} {{ user.id }} {{user.email}} {{user.language}}',
    '{{user.attributes.crm.id}} {{user.attributes.Größe in cm}}',
    '{{agentName}} {{botName}} {{conversation.id}} {{user.fullName|there}} {{user.fullName|}}',
  ])('is accepted: %s', text => {
    expect(problemsOf(text)).toEqual([])
  })

  it.each([
    ['Hello {{user.name}}', '{{user.name}}'],
    ['Hello {{}}', '{{}}'],
    ['Hello {{user.attributes.}}', '{{user.attributes.}}'],
    ['Hello {{constructor}}', '{{constructor}}'],
    ['Hello {{toString|you}}', '{{toString}}'],
  ])('is refused for an unknown variable, which the message names: %s', (text, named) => {
    expect(problemsOf(text)).toEqual([expect.stringContaining(`unknown variable ${named};`)])
  })

  it.each([
    ['Hello {{user.fullName', '{{user.fullName'],
    ['Hello {{user.fullName}, hello {{agentName}}', '{{user.fullName}, hello'],
    ['Hello {{user.fullName\nnext line', '{{user.fullName'],
    ['{{{user.id}} {{', '{{'],
  ])('is refused for a variable that nothing closes, which the message names: %s', (text, named) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(/^has a variable that "}}" does not close: /)])
    expect(problemsOf(text)[0]?.trimEnd()).toMatch(
      new RegExp(`${named.replaceAll('{', '\\{').replaceAll('.', '\\.')}$`),
    )
  })

  it('is refused if it is blank or too long', () => {
    expect(problemsOf('  ')).toHaveLength(1)
    expect(problemsOf('x'.repeat(101))).toHaveLength(1)
  })
})

describe('a filled text', () => {
  it('has the value of each variable', () => {
    expect(filled('{{user.id}}, {{ user.fullName }}, {{user.email}}, {{user.language}}')).toEqual({
      text: 'u 1, Maria Gómez, maria@example.com, es',
      missing: [],
    })
    expect(filled('{{agentName}}, {{botName}}, {{conversation.id}}').text).toBe('Ana, Shop, ses_1')
    expect(filled('{{user.attributes.crm.id}}, {{user.attributes.a.b}}, {{user.attributes.vip}}').text).toBe(
      '7, dotted, false',
    )
  })

  it('takes the fallback only if there is no value', () => {
    expect(filled('{{user.fullName|there}} {{user.attributes.plan| gold }}{{user.attributes.blank|}}')).toEqual({
      text: 'Maria Gómez gold',
      missing: [],
    })
  })

  it('names each variable without a value and a fallback once, and the place of the first', () => {
    const text =
      'Hi {{user.attributes.blank}}: {{user.attributes.list}} {{user.attributes.none}} {{user.attributes.list}}'
    expect(fillTemplate(text, facts, { gap: '___' })).toEqual({
      text: 'Hi ___: ___ ___ ___',
      missing: ['user.attributes.blank', 'user.attributes.list', 'user.attributes.none'],
      gapAt: 3,
    })
    expect(filled('Hi {{user.fullName}}!', { user: { id: 'u' }, conversation: { id: 'c' } })).toEqual({
      text: 'Hi !',
      missing: ['user.fullName'],
      gapAt: 3,
    })
  })

  it('finds no value in what every object inherits', () => {
    expect(filled('{{user.attributes.constructor.name}}{{user.attributes.__proto__}}').missing).toHaveLength(2)
  })

  it('keeps the lines of the text, and makes one line of a value', () => {
    const user = { id: 'u', fullName: 'Ma\nria \u202egniht' }
    expect(filled('Dear {{user.fullName}},\n\nyours', { ...facts, user }).text).toBe('Dear Ma ria  gniht,\n\nyours')
  })

  it('never fills a value again', () => {
    const user = { id: 'u', fullName: '{{agentName}} $& $1' }
    expect(filled('{{user.fullName}}', { ...facts, user }).text).toBe('{{agentName}} $& $1')
  })

  it('encodes values and fallbacks for a URL, not the text around them', () => {
    const url = 'https://crm.example/a b/{{user.fullName}}?next={{user.attributes.none|a&b}}'
    expect(fillTemplate(url, facts, { encode: encodeURIComponent }).text).toBe(
      'https://crm.example/a b/Maria%20G%C3%B3mez?next=a%26b',
    )
  })
})
