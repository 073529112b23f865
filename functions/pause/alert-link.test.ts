import { describe, expect, it } from 'vitest'
import { checkUserToken, signUserToken } from '../../lib/auth/users.ts'
import { execute } from '../../lib/conversations/execute.ts'
import { alertAgents } from '../../lib/effects/alert.ts'
import { httpApi } from '../../lib/http/api.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { minutes } from '../../test/support/clock.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { addresses, anAddress, maria } from '../../test/support/people.ts'
import { pauseRoutes } from './routes.ts'

async function given(people = [maria]) {
  const world = await appWorld({ mode: 'gate' })
  for (const who of people) await world.userAsksForPerson(who)
  await world.dispatched()
  const api = httpApi(world.app, pauseRoutes)
  const visit = async (name: 'showAlert' | 'confirmAlert', token: string, botId = 'shop') => {
    const { statusCode, headers, body } = await api(httpEvent(routes[name], { botId, token }), lambdaContext)
    return { status: statusCode, headers, page: String(body) }
  }
  const tokenOf = (index: number) => {
    const url = new URL(String(world.app.notices[index]?.data.confirmUrl))
    expect(url.href).toMatch(/^https:\/\/console\.example\.test\/api\/v1\/bots\/shop\/alerts\/[\w-]+\.[\w-]+$/)
    return url.pathname.slice(url.pathname.lastIndexOf('/') + 1)
  }
  const acknowledged = async (who: typeof maria) => (await world.kinds(who)).filter(kind => kind === 'acknowledged')
  return { world, visit, tokenOf, acknowledged }
}

describe('the link of an alert', () => {
  it('is in the e-mail and in the fields for machines, and not in the SMS', async () => {
    const { world } = await given()
    const [notice] = world.app.notices
    expect(notice?.email).toContain(`Confirm that somebody knows, without taking over: ${notice?.data.confirmUrl}`)
    expect(notice?.sms).not.toContain('/alerts/')
  })

  it('shows a page with a button that posts, and changes nothing by itself', async () => {
    const { visit, tokenOf, acknowledged } = await given()
    const { status, headers, page } = await visit('showAlert', tokenOf(0))
    expect(status).toBe(200)
    expect(page).toContain('Somebody waits for a person')
    expect(page).toContain('<form method="post"><button>')
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("form-action 'self'"),
    })
    expect(await acknowledged(maria)).toEqual([])
  })

  it('stops the alerts once somebody presses the button, and says so the second time', async () => {
    const { world, visit, tokenOf, acknowledged } = await given()
    expect((await visit('confirmAlert', tokenOf(0))).page).toContain('<h1>Confirmed</h1>')
    expect((await visit('confirmAlert', tokenOf(0))).page).toContain('Nothing to confirm')
    expect((await visit('showAlert', tokenOf(0))).page).not.toContain('<button>')
    expect(await acknowledged(maria)).toHaveLength(1)
    world.app.clock.advance(minutes(19))
    await world.dispatched()
    expect(world.app.notices).toHaveLength(1)
  })

  it('confirms the waits that its notice was about, and no later one', async () => {
    const people = addresses(3)
    const { world, visit, tokenOf, acknowledged } = await given()
    for (const who of people) await world.userAsksForPerson(who)
    world.app.clock.advance(world.app.policy.alertGatherMs)
    for (const who of people) {
      await execute(world.app, who, { verb: 'tick' })
      await world.userSays(who, 'hello?')
    }
    await world.dispatched()
    await alertAgents(world.app, (await world.load(people[0] ?? maria)).session)
    expect(world.app.notices[1]?.data.count).toBe(3)
    world.app.clock.advance(1)
    const later = anAddress({ userId: 'later' })
    await world.userAsksForPerson(later)

    expect((await visit('confirmAlert', tokenOf(1))).page).toContain('4 people wait for a person')
    for (const who of [...people, maria]) expect(await acknowledged(who)).toHaveLength(1)
    expect(await acknowledged(later)).toEqual([])
  })

  it('confirms no later wait of the same user', async () => {
    const { world, visit, tokenOf, acknowledged } = await given()
    await world.agentResumes(maria)
    await world.userAsksForPerson(maria)
    expect((await visit('confirmAlert', tokenOf(0))).page).toContain('Nothing to confirm')
    expect(await acknowledged(maria)).toEqual([])
  })

  it('works neither damaged, nor after a day, nor for another bot, nor as a token of a user', async () => {
    const { world, visit, tokenOf, acknowledged } = await given()
    const token = tokenOf(0)
    const bot = await world.app.directory.bot('shop')
    const { token: ofUser } = await signUserToken(
      bot,
      { botId: 'shop', userId: 'maria', anonymous: false },
      world.app.clock.now(),
    )
    for (const wrong of [`${token}x`, token.slice(0, -2), `x${token}`, `${token}.x`, 'x', ofUser]) {
      expect((await visit('confirmAlert', wrong)).page).toContain('This link does not work')
    }
    const asUser = checkUserToken(world.app.directory, token, 'shop', world.app.clock.now())
    await expect(asUser).rejects.toMatchObject({ code: 'auth.invalid' })
    expect((await visit('confirmAlert', token, 'nobody')).status).toBe(404)
    world.app.clock.advance(minutes(24 * 60))
    expect((await visit('confirmAlert', token)).page).toContain('This link does not work')
    expect(await acknowledged(maria)).toEqual([])
  })
})
