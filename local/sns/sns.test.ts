import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { anSns } from './test-sns.ts'

let sns: Awaited<ReturnType<typeof anSns>>
beforeEach(async () => {
  sns = await anSns()
})
afterEach(() => sns.end())

describe('the endpoint', () => {
  it('refuses unsigned requests, unknown actions and other methods', async () => {
    const body = new URLSearchParams({ Action: 'Publish', TopicArn: sns.topicArn, Message: 'spam' })
    expect((await fetch(sns.endpoint, { method: 'POST', body })).status).toBe(403)
    const unknown = await fetch(`${sns.endpoint}/?Action=%3CDance%3E`)
    expect([unknown.status, await unknown.text()]).toEqual([400, expect.stringContaining('&lt;Dance&gt;')])
    expect((await fetch(sns.endpoint, { method: 'PUT', body })).status).toBe(400)
    expect(await sns.letters()).toEqual([])
  })
})
