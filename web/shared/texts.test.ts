import { expect, test } from 'vitest'
import { type Catalogue, chooseLanguage, localeOf, sayIn } from './texts.ts'

const model = {
  greeting: 'Hello, {name}',
  messages: { one: '{count} message', other: '{count} messages' },
} as const satisfies Catalogue

test('sayIn fills in values, and uses the plural form of the number', () => {
  const say = sayIn<typeof model>(model, 'en')
  expect(say('greeting', { name: 'Bo {count}' })).toBe('Hello, Bo {count}')
  expect(say('messages', { count: 1 })).toBe('1 message')
  expect(say('messages', { count: 1200 })).toBe('1,200 messages')
})

test('chooseLanguage picks the first wanted language that is offered, in any region, or else the default', () => {
  expect(chooseLanguage(['de-AT'], ['en', 'de'])).toBe('de')
  expect(chooseLanguage(['pt'], ['en', 'de'])).toBe('en')
  expect(chooseLanguage([''], ['en', 'de'])).toBe('en')
  expect(chooseLanguage(['pt', 'de-CH', 'en'], ['en', 'de'])).toBe('de')
})

test("localeOf uses the reader's region if the reader reads that language", () => {
  expect(localeOf('en', ['de-DE', 'en-GB', 'en-US'])).toBe('en-GB')
  expect(localeOf('de', ['DE-ch', 'en-GB'])).toBe('DE-ch')
  expect(localeOf('de', ['en-GB'])).toBe('de')
  expect(localeOf('en', ['en-', 'en_US', 'eng'])).toBe('en')
})
