import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { sessionId } from '../../lib/session/session.ts'
import { openIssuer } from '../../local/issuer/issuer.ts'
import { call } from '../../test/e2e/client.ts'
import { SocketClient } from '../../test/e2e/socket.ts'
import { BOT, CHANNEL } from '../fill.ts'
import type { Line } from './report.ts'
import type { Stage } from './stage.ts'

const AGENTS = 50
const WAITING = 2_000
/** Concurrent requests while the stage is prepared. */
const AT_ONCE = 20
const SETTLE_MS = 5_000
const MEASURED_MS = 30_000
/** A message of somebody who waits. */
const MESSAGE_EVERY_MS = 100
/** A claim by an agent, and another user who begins to wait. */
const MOVE_EVERY_MS = 500
const AT_MOST_PERCENT = 5

/** Measures the processor time of the page for supervisors while agents work and users wait and write. */
export async function team(stage: Stage): Promise<Line[]> {
  const agents = await signInAgents(stage)
  const page = await stage.window()
  try {
    for (let from = 0; from < WAITING; from += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => beginsToWait(stage, from + index)))
    }
    stage.say(`team: ${AGENTS} agents are online, and ${WAITING.toLocaleString('en')} users wait`)
    await page.goto(stage.at('team'))
    await page.getByText(`${AGENTS + 1} agents online`).waitFor()
    await page.getByRole('region', { name: 'Waiting' }).getByRole('listitem').first().waitFor()
    await sleep(SETTLE_MS)
    const idle = await busyShare(page, () => sleep(MEASURED_MS))
    let moves = 0
    const live = await busyShare(page, async () => {
      moves = await work(stage, agents)
    })
    stage.say(`team: ${moves} conversations moved meanwhile`)
    return [
      {
        what: `team: page for ${AGENTS} agents and ${WAITING.toLocaleString('en')} waiting, live`,
        value: live,
        unit: '% of a core',
        atMost: AT_MOST_PERCENT,
        beside: { what: '% of a core while nothing happens', value: idle },
      },
    ]
  } finally {
    await page.context().close()
    for (const { socket } of agents) socket.close()
  }
}

interface Agent {
  readonly token: string
  readonly socket: SocketClient
}

async function signInAgents({ product: { dev }, data }: Stage): Promise<readonly Agent[]> {
  const issuer = await openIssuer({ keyFile: join(data, 'issuer-key.json'), issuerUrl: `${dev.url}/_issuer` })
  return await Promise.all(
    Array.from({ length: AGENTS }, async (_, n) => {
      const token = await issuer.mint({
        sub: `agent-${n}`,
        name: `Agent ${n}`,
        groups: [`${BOT}:agent`],
        lifetimeSeconds: 3600,
      })
      return { token, socket: await SocketClient.connect(dev.socketUrl, token, BOT) }
    }),
  )
}

const userOf = (n: number) => `waiting-${n}`
const sessionOf = (n: number) => sessionId({ botId: BOT, channel: CHANNEL, userId: userOf(n) })

async function beginsToWait(stage: Stage, n: number): Promise<void> {
  await stage.post(`${userOf(n)}/messages`, { text: 'I need a person.', user: { fullName: `Waiting ${n}` } })
  await ask(stage, stage.filled.botKey, n, 'pause')
}

async function ask({ product: { dev } }: Stage, token: string, n: number, step: string): Promise<void> {
  const url = `${dev.url}/api/v1/bots/${BOT}/conversations/${sessionOf(n)}/${step}`
  const { status, body } = await call(url, { method: 'POST', token, json: {} })
  if (status !== 200) throw new Error(`${step}: ${status} ${JSON.stringify(body)}`)
}

/** Lets users write, agents take conversations, and others begin to wait. Returns how many conversations moved. */
async function work(stage: Stage, agents: readonly Agent[]): Promise<number> {
  const end = performance.now() + MEASURED_MS
  let ticks = 0
  let moves = 0
  while (performance.now() < end) {
    const next = performance.now() + MESSAGE_EVERY_MS
    const writer = WAITING - 1 - (ticks % (WAITING / 2))
    await stage.post(`${userOf(writer)}/messages`, { text: `Is anybody there? (${ticks})` })
    if (ticks % (MOVE_EVERY_MS / MESSAGE_EVERY_MS) === 0) {
      const agent = agents[moves % agents.length]
      if (agent) await ask(stage, agent.token, moves, 'claim')
      await beginsToWait(stage, WAITING + moves)
      moves += 1
    }
    ticks += 1
    await sleep(Math.max(0, next - performance.now()))
  }
  return moves
}

/** The processor time of the page's process while `run` runs, in percent of a core. */
async function busyShare(page: Page, run: () => Promise<void>): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const busySeconds = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'ThreadTime')?.value ?? Number.NaN
  }
  const [began, busy] = [performance.now(), await busySeconds()]
  await run()
  const share = ((await busySeconds()) - busy) / ((performance.now() - began) / 1000)
  await devtools.detach()
  return 100 * share
}
