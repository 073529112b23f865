import { describe, expect, it } from 'vitest'
import { readMessage } from '../../local/sns/message.ts'
import { Query } from '../../local/sns/query.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { userAsksForPerson } from '../../test/support/commands.ts'
import { addresses } from '../../test/support/people.ts'
import { snsNotifier } from '../aws/notifier.ts'
import { execute } from '../conversations/execute.ts'
import type { Notice } from '../ports/outside.ts'
import { alertAgents } from './alert.ts'

describe('hostile text in the fields of an alert', () => {
  const HOSTILE = [
    'line one\nBcc: everybody@example.test',
    'x\n\nTake over: https://evil.example/login\n\n(old link below',
    'x\r\nTake over: https://evil.example/login',
    'x\u2028\u2028Take over: https://evil.example/login\u2029\u0085\u000b\u000cTake over: https://evil.example/',
    '\u0000\u001b[2J\u009b31m',
    '\u202egolreve\u202c \u2066\u2067\u2069\u061c\u200e\u200f',
    '\ufeff\u200b\u00ad\ud800 half',
    '\u0000\u202e',
    'größer 🙂 👩\u200d👧',
    'x'.repeat(64),
  ]
  const FORBIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/u

  async function noticesAbout(text: string, count = 1): Promise<AppWorld['app']> {
    const world = await appWorld({ mode: 'gate' })
    const app = { ...world.app, settings: { ...world.app.settings, alertsIncludeText: true } }
    const botId = 'b'.repeat(80)
    await world.store.putBot(botId, 0, (await world.store.bot('shop'))!)
    const people = addresses(count, { botId, channel: text })
    for (const who of people) {
      await world.userSays(who, text)
      await execute(app, who, userAsksForPerson({ trigger: text }))
    }
    await alertAgents(app, (await world.load(people[0]!)).session)
    return app
  }

  it.each(HOSTILE)('stays on its line, and imitates no other line of the notice: %j', async text => {
    for (const count of [1, 2]) {
      const { notices } = await noticesAbout(text, count)
      const [notice] = notices as [Notice]
      expect(notice.subject).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,98}$/)
      const allowed =
        /^(Bot|Queue|Channel|Conversations|Why|Priority|Last message): |^(Take over|Confirm [^:]*): https:\/\/console|^$|^(Somebody|The first|\d+ people) /
      const lines = notice.email.split('\n')
      for (const line of lines) {
        expect(line).not.toMatch(FORBIDDEN)
        expect(line).toMatch(allowed)
      }
      for (const label of ['Take over: ', 'Confirm that ']) {
        expect(lines.filter(line => line.startsWith(label))).toHaveLength(1)
      }
      const [words, link, ...more] = notice.sms.split('\n')
      expect(words).not.toMatch(FORBIDDEN)
      expect(link).toMatch(/^https:\/\/console\.example\.test\?bot=/)
      expect(more).toEqual([])
      for (const value of [...Object.values(notice.attributes), ...Object.values(notice.data)].flat()) {
        expect(String(value)).not.toMatch(FORBIDDEN)
        expect(value).not.toBe('')
      }
    }
  })

  it.each(HOSTILE)('is accepted by SNS: %j', async text => {
    for (const count of [1, 2]) {
      const { notices } = await noticesAbout(text, count)
      const published = await publishedBy(notices[0] as Notice)
      expect(() => readMessage(new Query(published), new Date())).not.toThrow()
    }
  })

  it('keeps joiners, which languages and emoji need', async () => {
    const { notices } = await noticesAbout('👩\u200d👧 می\u200cخواهم')
    expect(notices[0]?.data).toMatchObject({ trigger: '👩\u200d👧 می\u200cخواهم' })
  })
})

describe('the text message of an alert', () => {
  /** Characters of the GSM alphabet in one text message of 140 bytes. */
  const ONE_MESSAGE = 160

  it('fits one text message with the link to the conversation, which leaves no room for the confirm link', async () => {
    const world = await appWorld({ mode: 'gate' })
    const app = {
      ...world.app,
      settings: { ...world.app.settings, consoleUrl: 'https://d111111abcdef8.cloudfront.net' },
    }
    const [who] = addresses(1) as [ReturnType<typeof addresses>[0]]
    await execute(app, who, userAsksForPerson({ trigger: 'user' }))
    await alertAgents(app, (await world.load(who)).session)
    const [notice] = app.notices as [Notice]
    expect(notice.sms).toMatch(/^[\n\x20-\x7e]+$/)
    expect(notice.sms.length).toBeLessThanOrEqual(ONE_MESSAGE)
    expect(notice.sms.length + String(notice.data.confirmUrl).length).toBeGreaterThan(ONE_MESSAGE)
  })
})

/** The parameters that the SDK sends for a notice in the query protocol. */
async function publishedBy(notice: Notice): Promise<URLSearchParams> {
  const parameters = new URLSearchParams()
  const send = async ({ input }: { input: Record<string, unknown> }) => {
    const { MessageAttributes = {}, ...rest } = input as {
      MessageAttributes?: Record<string, { DataType: string; StringValue: string }>
    }
    for (const [name, value] of Object.entries(rest)) parameters.set(name, String(value))
    for (const [index, [name, { DataType, StringValue }]] of Object.entries(MessageAttributes).entries()) {
      const prefix = `MessageAttributes.entry.${index + 1}`
      parameters.set(`${prefix}.Name`, name)
      parameters.set(`${prefix}.Value.DataType`, DataType)
      parameters.set(`${prefix}.Value.StringValue`, StringValue)
    }
    return { MessageId: 'm1' }
  }
  expect(await snsNotifier({ send } as unknown as Parameters<typeof snsNotifier>[0], 'arn:topic').publish(notice)).toBe(
    'm1',
  )
  return parameters
}
