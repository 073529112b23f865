import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KEPT, Outbox } from './outbox.ts'
import { outboxPage } from './outbox-page.ts'
import { anSns } from './test-sns.ts'

let folder: string
let outboxFile: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sns-'))
  outboxFile = join(folder, 'data', 'outbox.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true }))

const aLetter = (body: string) =>
  ({ at: '2026-01-02T03:04:05.678Z', protocol: 'email', to: 'a@example.test', body, attributes: {} }) as const

describe('the outbox', () => {
  it('survives a restart, together with subscriptions', async () => {
    const before = await anSns({ outboxFile })
    await before.client.send(new PublishCommand({ TopicArn: before.topicArn, Message: 'one' }))
    await before.client.send(
      new SubscribeCommand({ TopicArn: before.topicArn, Protocol: 'sms', Endpoint: '+491701234567' }),
    )
    await before.end()

    const after = await anSns({ outboxFile })
    await after.client.send(new PublishCommand({ TopicArn: after.topicArn, Message: 'two' }))
    expect((await after.letters()).map(({ id, to, body }) => [id, to, body])).toEqual([
      [1, 'agents@example.test', 'one'],
      [2, 'agents@example.test', 'two'],
      [3, '+491701234567', 'two'],
    ])
    await after.end()
    expect(statSync(outboxFile).mode & 0o777).toBe(0o600)
  })

  it('does not subscribe agents again who unsubscribed', async () => {
    const before = await anSns({ outboxFile })
    const { Subscriptions } = await before.client.send(
      new ListSubscriptionsByTopicCommand({ TopicArn: before.topicArn }),
    )
    await before.client.send(new UnsubscribeCommand({ SubscriptionArn: Subscriptions?.[0]?.SubscriptionArn }))
    await before.end()

    const after = await anSns({ outboxFile })
    await after.client.send(new PublishCommand({ TopicArn: after.topicArn, Message: 'nobody hears' }))
    expect(await after.letters()).toEqual([])
    await after.end()
  })

  it('drops a line that a crash cut off, and continues after it', () => {
    new Outbox(outboxFile).add(aLetter('whole'))
    appendFileSync(outboxFile, '{"id":2,"body":"cut o')

    expect(new Outbox(outboxFile).add(aLetter('next')).id).toBe(2)
    expect(new Outbox(outboxFile).after(0).map(letter => letter.body)).toEqual(['whole', 'next'])
  })

  it('keeps the newest thousand letters, and limits its file', () => {
    const outbox = new Outbox(outboxFile)
    for (let n = 1; n <= 2 * KEPT + 5; n++) outbox.add(aLetter(`${n}`))

    expect(outbox.after(0)).toHaveLength(KEPT)
    expect(outbox.after(0)[0]).toMatchObject({ id: KEPT + 6, body: `${KEPT + 6}` })
    expect(readFileSync(outboxFile, 'utf8').split('\n').length).toBeLessThan(2 * KEPT)
    expect(new Outbox(outboxFile).after(2 * KEPT + 3).map(letter => letter.id)).toEqual([2 * KEPT + 4, 2 * KEPT + 5])
  })
})

describe('the outbox over HTTP', () => {
  it('serves a page and the letters after an id, and nothing else', async () => {
    const sns = await anSns()
    for (const Message of ['one', 'two']) await sns.client.send(new PublishCommand({ TopicArn: sns.topicArn, Message }))

    expect((await sns.letters(1)).map(letter => letter.body)).toEqual(['two'])
    expect(await sns.letters(2)).toEqual([])
    expect((await fetch(`${sns.pages}/_outbox.json?after=x`)).status).toBe(400)
    expect((await fetch(`${sns.pages}/_outbox`, { method: 'POST' })).status).toBe(404)
    expect((await fetch(`${sns.pages}/_outbox/more`)).status).toBe(404)
    const page = await fetch(`${sns.pages}/_outbox`)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const policy = page.headers.get('content-security-policy')!
    expect(policy).toContain("default-src 'none'")
    expect(await page.text()).toContain(`nonce="${/nonce-([^']+)'/.exec(policy)![1]}"`)
    await sns.end()
  })
})

describe('the page of the outbox', () => {
  it('shows letters as text, newest first, with URLs as links', () => {
    const evil = '<img src=x onerror=alert(1)>'
    const page = outboxPage(
      [
        { id: 1, ...aLetter('see https://bots.example/c/1?a=1&b="2". Or "javascript:alert(1)"') },
        { ...aLetter(evil), id: 2, subject: evil, to: evil, at: evil, attributes: { [evil]: evil } },
        { ...aLetter('short'), id: 3, protocol: 'sms', to: '+49170' },
      ],
      'n',
    )

    expect(page).not.toContain('<img')
    expect(page.match(/&lt;img src=x onerror=alert\(1\)&gt;/g)!.length).toBeGreaterThanOrEqual(5)
    expect(page).toContain('<a href="https://bots.example/c/1?a=1&amp;b=" target="_blank" rel="noopener noreferrer">')
    expect(page).not.toContain('href="javascript')
    expect(page.indexOf('Text message to +49170')).toBeLessThan(page.indexOf('see <a'))
    expect(page).toContain('data-newest="3"')
    expect(page).toContain('3 messages')
  })

  it('says that there is no letter yet', () => {
    expect(outboxPage([], 'n')).toContain('Nothing yet')
    expect(outboxPage([], 'n')).toContain('data-newest="0"')
  })
})
