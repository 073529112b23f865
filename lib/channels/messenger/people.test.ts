import { describe, expect, it } from 'vitest'
import { aPage } from '../../../test/support/stored.ts'
import { profileOf, typingOn } from './people.ts'
import { errorOf, metaServer } from './test-meta.ts'
import { MARIA, PAGE } from './test-webhooks.ts'

const meta = metaServer()
const config = aPage(PAGE)
const profile = () => profileOf(meta.ports(), MARIA, config)
const fields = () => meta.asked().map(({ url }) => url.searchParams.get('fields'))

/** Ports whose store is away. */
const withoutStore = () => ({
  ...meta.ports(),
  directory: { platformApp: () => Promise.reject(new Error('the store is away, with a secret')) },
})

describe('the profile of a user', () => {
  it('has the name, the picture and the language', async () => {
    meta.answers({
      body: { name: 'Maria Silva', profile_pic: 'https://cdn.example/m.jpg', locale: 'pt_BR', id: MARIA },
    })
    expect(await profile()).toEqual({
      fullName: 'Maria Silva',
      avatarUrl: 'https://cdn.example/m.jpg',
      language: 'pt-BR',
    })
    expect(meta.asked()[0]).toMatchObject({ method: 'GET', authorization: `Bearer ${config.pageToken}` })
    expect(meta.asked()[0]?.url.pathname).toMatch(new RegExp(`/${MARIA}$`))
  })

  it('has the first and the last name if there is no whole one', async () => {
    meta.answers({ body: { first_name: 'Maria', last_name: '' } }, { body: { first_name: 'Ana', last_name: 'Silva' } })
    expect(await profile()).toEqual({ fullName: 'Maria' })
    expect(await profile()).toEqual({ fullName: 'Ana Silva' })
  })

  it.each([
    ['a name that is too long', { name: 'x'.repeat(300) }, { fullName: 'x'.repeat(200) }],
    [
      'an address that is too long',
      { name: 'A', profile_pic: `https://x.example/${'x'.repeat(500)}` },
      { fullName: 'A' },
    ],
    ['an address that is none', { name: 'A', profile_pic: 'javascript:alert(1)' }, { fullName: 'A' }],
    ['a language that is none', { name: 'A', locale: 'x'.repeat(36) }, { fullName: 'A' }],
    ['other types', { name: 7, profile_pic: {}, locale: [] }, undefined],
    ['nothing', {}, undefined],
    ['no object', [], undefined],
    ['no JSON', 'words', undefined],
  ])('keeps what it can of %s', async (_, body, expected) => {
    meta.answers({ body })
    expect(await profile()).toEqual(expected)
  })

  it('is asked for again without the language if the app may not read that', async () => {
    meta.answers({ status: 403, body: errorOf(10) }, { body: { name: 'Maria Silva' } })
    expect(await profile()).toEqual({ fullName: 'Maria Silva' })
    expect(fields()).toEqual([expect.stringContaining('locale'), 'name,first_name,last_name,profile_pic'])
  })

  it.each([
    ['there is none', { status: 400, body: errorOf(100, 2018218) }, 1],
    ['there is none, by another form of the error', { status: 400, body: errorOf(2018218) }, 1],
    ['Meta is out of order', { status: 500 }, 1],
    ['there were too many calls', { status: 400, body: errorOf(4) }, 1],
    ['the token no longer serves', { status: 400, body: errorOf(190) }, 1],
    ['the app may read no profile', { status: 403, body: errorOf(200) }, 2],
  ])('is unknown if %s', async (_, answer, calls) => {
    meta.answers(answer, answer)
    expect(await profile()).toBeUndefined()
    expect(meta.asked()).toHaveLength(calls)
  })

  it('is unknown if Meta or the store cannot be reached', async () => {
    expect(await profile()).toBeUndefined()
    expect(await profileOf(withoutStore(), MARIA, config)).toBeUndefined()
    expect(JSON.stringify(meta.lines())).not.toContain('secret')
  })
})

describe('the sign that a person types', () => {
  it('is shown to the user', async () => {
    meta.answers({ body: { recipient_id: MARIA } })
    await typingOn(meta.ports(), MARIA, config)
    expect(meta.asked()).toMatchObject([
      { method: 'POST', body: { recipient: { id: MARIA }, sender_action: 'typing_on' } },
    ])
  })

  it('is not worth an error', async () => {
    meta.answers({ status: 400, body: errorOf(551) })
    await expect(typingOn(meta.ports(), MARIA, config)).resolves.toBeUndefined()
    await expect(typingOn(meta.ports(), MARIA, config)).resolves.toBeUndefined()
    await expect(typingOn(withoutStore(), MARIA, config)).resolves.toBeUndefined()
    expect(meta.lines()).toMatchObject([{ level: 'warn', details: { pageId: PAGE, cause: 'Error' } }])
  })
})
