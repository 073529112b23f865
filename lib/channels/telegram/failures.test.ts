import { expect, it } from 'vitest'
import { expectGenerated } from '../../../test/support/generated.ts'
import { FAILURES, failureOf } from './failures.ts'

it('the table of failures is the one of docs/telegram.md', () => {
  const rows = FAILURES.map(
    ({ code, means, treatment, reason }) => `| ${code} | ${means} | ${treatment} | ${reason ?? ''} |`,
  )
  const head = ['| code | meaning | treatment | reason for agents |', '|---|---|---|---|']
  expectGenerated('docs/telegram.md', 'failures', [...head, ...rows].join('\n'))
})

it('the table of failures finds the line of a description, then of the code', () => {
  expect(failureOf(403, 'Forbidden: bot was blocked by the user')?.reason).toBe('the user blocked the bot')
  expect(failureOf(403, 'Forbidden: words that Telegram may add')?.says).toBeUndefined()
  expect(failureOf(502, 'Bad Gateway')).toBeUndefined()
})
