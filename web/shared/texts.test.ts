import { expect, test } from 'vitest'
import { type Catalogue, chooseLanguage, localeOf, sayIn } from './texts.ts'

const model = {
  greeting: 'Hello, {name}',
  messages: { one: '{count} message', other: '{count} messages' },
} as const satisfies Catalogue

test('says a text with its values, and a plural in the form that the number asks for', () => {
  const say = sayIn<typeof model>(model, 'en')
  expect(say('greeting', { name: 'Bo {count}' })).toBe('Hello, Bo {count}')
  expect(say('messages', { count: 1 })).toBe('1 message')
  expect(say('messages', { count: 1200 })).toBe('1,200 messages')
})

test('serves a reader by the language, in any region', () => {
  expect(chooseLanguage(['de-AT'], ['en', 'de'])).toBe('de')
  expect(chooseLanguage(['pt'], ['en', 'de'])).toBe('en')
  expect(chooseLanguage([''], ['en', 'de'])).toBe('en')
  expect(chooseLanguage(['pt', 'de-CH', 'en'], ['en', 'de'])).toBe('de')
})

test('writes dates and numbers as the region of the reader has it, where the reader reads that language', () => {
  expect(localeOf('en', ['de-DE', 'en-GB', 'en-US'])).toBe('en-GB')
  expect(localeOf('de', ['DE-ch', 'en-GB'])).toBe('DE-ch')
  expect(localeOf('de', ['en-GB'])).toBe('de')
  expect(localeOf('en', ['en-', 'en_US', 'eng'])).toBe('en')
})
