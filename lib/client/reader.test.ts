import { describe, expect, it } from 'vitest'
import { Page, SESSION } from '../../test/client/page.ts'
import { createClient } from './client.ts'
import type { LogReader } from './surface.ts'

const SECOND = 1_000
/** Entries of a page. */
const PAGE = 100
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, index) => first + index)
const shown = (reader: LogReader) => reader.snapshot().entries.map(({ seq }) => seq)

/** Opens a conversation that has `entries` entries, and a reader of it. */
async function aReader(entries: number, mostEntries = 300) {
  const page = new Page(createClient)
  for (let n = 0; n < entries; n++) page.server.happens(SESSION, 'user')
  const client = page.load()
  const handle = client.conversation(SESSION)
  const reader = handle.reader({ mostEntries })
  await page.clock.advance(SECOND)
  return { page, handle, reader }
}

describe('a reader of a log', () => {
  it('shows the end of the log and follows it, without a request of its own', async () => {
    const { page, handle, reader } = await aReader(250)
    const asked = page.requests.length
    expect(reader.snapshot().entries).toBe(handle.snapshot().entries)
    page.server.happens(SESSION, 'user')
    await page.clock.advance(SECOND)
    expect(shown(reader)).toEqual(upTo(251, 151))
    expect(page.requests).toHaveLength(asked)
  })

  it('reads back to the beginning and on to the end again, within its limit of entries', async () => {
    const { page, reader } = await aReader(2_000)
    let most = 0
    while (reader.snapshot().hasEarlier) {
      await reader.earlier()
      most = Math.max(most, shown(reader).length)
    }
    expect(shown(reader).slice(0, 300)).toEqual(upTo(300))
    expect(reader.snapshot()).toMatchObject({ after: 0, hasLater: true })
    while (reader.snapshot().hasLater) {
      await reader.later()
      reader.dropBeginning()
      most = Math.max(most, shown(reader).length)
    }
    expect(shown(reader).slice(-300)).toEqual(upTo(2_000, 1_701))
    expect(most).toBeLessThanOrEqual(300 + 2 * PAGE)
    page.server.happens(SESSION, 'user')
    await page.clock.advance(SECOND)
    expect(shown(reader).at(-1)).toBe(2_001)
  })

  it('changes one end of the stretch at a time, so that a list keeps its place', async () => {
    const { reader } = await aReader(2_000)
    const stretches: { readonly after: number; readonly upto: number }[] = [reader.snapshot()]
    reader.subscribe(() => stretches.push(reader.snapshot()))
    while (reader.snapshot().hasEarlier) await reader.earlier()
    while (reader.snapshot().hasLater) {
      await reader.later()
      reader.dropBeginning()
    }
    const both = stretches.filter(({ after, upto }, index) => {
      const before = stretches[index - 1]
      return before !== undefined && before.after !== after && before.upto !== upto
    })
    expect(both).toEqual([])
    expect(reader.snapshot().place).toBe(0)
    await reader.goTo(700)
    expect(reader.snapshot().place).toBe(1)
    reader.toEnd()
    expect(reader.snapshot().place).toBe(2)
  })

  it('goes to an entry far back with one request, and to the end with none', async () => {
    const { page, reader } = await aReader(2_000)
    const asked = page.requests.length
    await reader.goTo(700)
    expect(shown(reader)).toEqual(upTo(750, 651))
    expect(page.requests).toHaveLength(asked + 1)
    await reader.goTo(660)
    reader.toEnd()
    expect(shown(reader)).toEqual(upTo(2_000, 1_901))
    expect(page.requests).toHaveLength(asked + 1)
  })

  it('includes the end if the stretch around an entry reaches it', async () => {
    const { reader } = await aReader(250)
    await reader.goTo(140)
    expect(shown(reader)).toEqual(upTo(250, 91))
    expect(reader.snapshot().hasLater).toBe(false)
  })

  it('requests a page once for two callers, and drops a page that was requested before a jump', async () => {
    const { page, reader } = await aReader(2_000)
    const asked = page.requests.length
    const first = reader.earlier()
    expect(reader.snapshot().isLoading).toBe(true)
    await Promise.all([first, reader.earlier()])
    expect(page.requests).toHaveLength(asked + 1)
    const late = reader.earlier()
    await reader.goTo(100)
    await late
    expect(shown(reader)).toEqual(upTo(150, 51))
    expect(reader.snapshot().isLoading).toBe(false)
  })

  it('rejects and keeps its place if a page cannot be loaded', async () => {
    const { page, reader } = await aReader(2_000)
    page.goDown()
    await expect(reader.earlier()).rejects.toThrow()
    expect(shown(reader)).toEqual(upTo(2_000, 1_901))
    expect(reader.snapshot().isLoading).toBe(false)
    page.comeBack()
    await reader.earlier()
    expect(shown(reader)).toEqual(upTo(2_000, 1_801))
  })

  it('shows an end user their own log, without entries for agents', async () => {
    const page = new Page(createClient, { role: 'user', session: SESSION })
    for (let n = 0; n < 400; n++) page.server.happens(SESSION, n % 2 === 0 ? 'user' : 'note')
    const reader = page.load().conversation(SESSION).reader()
    await page.clock.advance(SECOND)
    await reader.goTo(101)
    expect(reader.snapshot().entries).toEqual(page.server.view(SESSION, 'user', 51, 151))
    await reader.later()
    expect(reader.snapshot().entries).toEqual(page.server.view(SESSION, 'user', 51, 251))
  })
})
