import { describe, expect, it } from 'vitest'
import { BotConfig } from './config.ts'
import type { TemplateFacts } from './template-values.ts'
import { userLink } from './user-link.ts'

const facts: TemplateFacts = {
  user: {
    id: 'u/1?x=#',
    attributes: {
      crmId: 7,
      email: 'maria+a@example.com',
      evil: 'https://evil.example',
      dots: '..',
      js: 'javascript:x',
    },
  },
  conversation: { id: 'ses_1' },
}

function problemsOf(links: unknown): Readonly<Record<string, string>> {
  const { error } = BotConfig.safeParse({ mode: 'gate', links })
  return Object.fromEntries((error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]))
}

describe('the links of a configuration', () => {
  it('are none by default', () => {
    expect(BotConfig.parse({ mode: 'gate' }).links).toEqual([])
  })

  it.each([
    'https://crm.example/users/{{user.attributes.crmId}}',
    'http://crm.example:8080/?q={{user.fullName|nobody}}#{{user.id}}',
    'https://crm.example?u={{user.id}}',
    'https://crm.example',
    'mailto:{{user.email}}',
    'mailto:team@example.com?subject={{conversation.id}}',
  ])('are accepted: %s', url => {
    expect(problemsOf([{ label: 'CRM', url }])).toEqual({})
  })

  it.each([
    '{{user.attributes.url}}',
    'https://{{user.attributes.host}}/x',
    'https://crm.example{{user.id}}/',
    'https://crm.{{user.id}}.example/',
    'https://crm.example:{{user.id}}/',
    'https://{{user.id}}@crm.example/',
    'https://crm.example\\{{user.id}}',
    'https:{{user.id}}',
    '{{user.language}}://crm.example/',
    'javascript:alert({{user.id}})',
    'tel:{{user.id}}',
    'ftp://crm.example/',
    '/users/{{user.id}}',
  ])('are refused without a fixed scheme and host: %s', url => {
    expect(problemsOf([{ label: 'CRM', url }])['links.0.url']).toMatch(/^must begin with https:\/\//)
  })

  it('are refused with an unknown variable, with a user name, and with a label of two lines', () => {
    expect(problemsOf([{ label: 'CRM', url: 'https://crm.example/{{user.crmId}}' }])).toEqual({
      'links.0.url': expect.stringContaining('unknown variable {{user.crmId}}'),
    })
    expect(problemsOf([{ label: 'CRM', url: 'https://ana@crm.example/' }])).toHaveProperty(['links.0.url'])
    expect(problemsOf([{ label: 'C\nRM', url: 'https://crm.example/' }])).toHaveProperty(['links.0.label'])
  })
})

describe('a link of a user', () => {
  it.each([
    ['https://crm.example/users/{{user.attributes.crmId}}', 'https://crm.example/users/7'],
    ['https://crm.example/{{user.id}}/x', 'https://crm.example/u%2F1%3Fx%3D%23/x'],
    ['https://crm.example/go?to={{user.attributes.evil}}', 'https://crm.example/go?to=https%3A%2F%2Fevil.example'],
    ['https://crm.example/{{user.attributes.js}}', 'https://crm.example/javascript%3Ax'],
    ['mailto:{{user.email}}', 'mailto:maria%2Ba@example.com'],
    ['https://crm.example/{{user.fullName|new}}', 'https://crm.example/new'],
  ])('has encoded values: %s', (url, filled) => {
    expect(userLink(url, facts)).toBe(filled)
  })

  it('is none if a variable has no value', () => {
    expect(userLink('https://crm.example/{{user.fullName}}', facts)).toBeUndefined()
  })

  it('is none if a value would lead to another folder', () => {
    expect(userLink('https://crm.example/users/{{user.attributes.dots}}/edit', facts)).toBeUndefined()
  })

  it('is none if a value would choose scheme or host, even in a configuration that nobody checked', () => {
    expect(userLink('{{user.attributes.evil}}', facts)).toBeUndefined()
    expect(userLink('https://{{user.attributes.evil}}/', facts)).toBeUndefined()
    expect(userLink('javascript:alert(1)', facts)).toBeUndefined()
  })
})
