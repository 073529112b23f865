import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { appWorld } from '../test/support/app-world.ts'
import { jonas, maria } from '../test/support/people.ts'
import { duePage } from './due-page.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function given() {
  const world = await appWorld({ mode: 'gate' })
  const page = duePage(Promise.resolve(world.app))
  const server = createServer(async (req, res) => {
    if (!(await page(req, res))) res.writeHead(404).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => server.close())
  const { port } = server.address() as AddressInfo
  return { world, asks: (path: string, method = 'GET') => fetch(`http://127.0.0.1:${port}${path}`, { method }) }
}

describe('/_due', () => {
  it('counts the conversations that are due within withinMs', async () => {
    const { world, asks } = await given()
    const { alertCheckMs } = world.app.policy
    expect(await (await asks('/_due')).json()).toEqual({ withinMs: 0, conversations: 0 })
    await world.userAsksForPerson(maria)
    await world.userAsksForPerson(jonas)

    expect(await (await asks(`/_due?withinMs=${alertCheckMs - 1}`)).json()).toMatchObject({ conversations: 0 })
    expect(await (await asks(`/_due?withinMs=${alertCheckMs}`)).json()).toMatchObject({ conversations: 2 })
    world.app.clock.advance(alertCheckMs)
    expect(await (await asks('/_due')).json()).toMatchObject({ conversations: 2 })
  })

  it('reads a malformed withinMs as 0, and leaves other requests alone', async () => {
    const { asks } = await given()
    expect(await (await asks('/_due?withinMs=soon')).json()).toMatchObject({ withinMs: 0 })
    expect((await asks('/_due', 'POST')).status).toBe(404)
    expect((await asks('/_due/x')).status).toBe(404)
  })
})
