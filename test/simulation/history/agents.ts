import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LogPage } from '../../../lib/protocol/routes.ts'
import { call, type TestBot } from '../../e2e/client.ts'
import { atLast } from './crashing-world.ts'
import type { Operation, Outcome } from './history.ts'
import { now, outcomeOf, outcomeOfFrame } from './recorder.ts'
import { aConnection, type Connection, changeAnswer, insist, type Stage, socketAnswer } from './users.ts'

type Way = Operation['via']

const PAUSE_BETWEEN_MS = 120
const STAYS_MS = 250

/** An agent who takes conversations one after the other, speaks in each and gives it back, on every available route. */
export async function agent(
  stage: Stage,
  bot: TestBot,
  name: string,
  sessions: () => readonly string[],
): Promise<{ readonly name: string; readonly connection: Connection }> {
  const { world, recorder, random } = stage
  const connection = await aConnection(stage, name, 'agent', before => world.agent(bot, name, before))
  const watched = new Set<string>()
  const token = () => world.agentToken(bot, name)
  const post = async (path: string, json: unknown) =>
    await call<Record<string, unknown>>(`${world.at(bot).url}/${path}`, { method: 'POST', token: await token(), json })

  const control = async (kind: 'pause' | 'unpause', session: string) => {
    const via = way(random())
    const id = randomUUID()
    const mark = `${name} ${kind}s ${id.slice(0, 8)}`
    const words = kind === 'pause' ? { reason: mark } : { comment: mark }
    // Botpress' routes have no ids: each try is a command of its own, and only a pause can be recognised.
    const marked = via === 'botpress' ? { mark: kind === 'pause' ? mark.slice(0, 64) : '' } : { id, mark }
    const send: Record<Way, () => Promise<Outcome>> = {
      http: async () => outcomeOf(await post(`conversations/${session}/${kind}`, { id, ...words }), changeAnswer),
      socket: async () =>
        await outcomeOfFrame((await connection.socket()).ask({ type: kind, id, session, ...words }), changeAnswer),
      botpress: async () => {
        const query = kind === 'pause' ? `?trigger=${encodeURIComponent(marked.mark)}` : ''
        return outcomeOf(await world.at(bot).post(`mod/hitl/sessions/${session}/${kind}${query}`), () => ({}))
      },
    }
    const attempt = recorder.begin({ client: name, session, kind, via, ...marked })
    await insist(stage, attempt, send[via], via === 'botpress' ? 'once' : 'usual')
  }

  const say = async (session: string) => {
    const via = way(random())
    const id = randomUUID()
    const mark = `${name} says ${id.slice(0, 8)}`
    const send: Record<Way, () => Promise<Outcome>> = {
      http: async () => outcomeOf(await post(`conversations/${session}/messages`, { id, text: mark }), socketAnswer),
      socket: async () => await outcomeOfFrame((await connection.socket()).say(session, mark, id), socketAnswer),
      botpress: async () =>
        outcomeOf(await world.at(bot).post(`mod/hitl/sessions/${session}/message`, { message: mark }), () => ({})),
    }
    const known = via === 'botpress' ? {} : { id }
    const attempt = recorder.begin({ client: name, session, kind: 'say', via, mark, ...known })
    await insist(stage, attempt, send[via], via === 'botpress' ? 'once' : 'usual')
  }

  const note = async (session: string) => {
    const id = randomUUID()
    const mark = `${name} notes ${id.slice(0, 8)}`
    const attempt = recorder.begin({ client: name, session, kind: 'note', via: 'socket', id, mark })
    await insist(stage, attempt, async () =>
      outcomeOfFrame((await connection.socket()).ask({ type: 'note', id, session, text: mark }), socketAnswer),
    )
  }

  const read = async (session: string) => {
    const invokedAt = now()
    const after = Math.floor(random() * 20)
    const page = await world
      .at(bot)
      .get<LogPage>(`conversations/${session}/entries?after=${after}&limit=100`)
      .catch(() => undefined)
    if (page?.status === 200) recorder.read(name, 'agent', invokedAt, page.body)
  }

  while (!stage.over()) {
    const all = sessions()
    const session = all[Math.floor(random() * all.length)]
    await sleep(random() * PAUSE_BETWEEN_MS)
    if (session === undefined) continue
    if (!watched.has(session)) {
      await atLast(world, async () => (await connection.socket()).ask({ type: 'watch', session, cursor: 0 }))
      watched.add(session)
    }
    await control('pause', session)
    for (let words = Math.floor(random() * 4); words > 0; words--) await say(session)
    if (random() < 0.3) await note(session)
    await sleep(random() * STAYS_MS)
    await read(session)
    if (random() < 0.9) await control('unpause', session)
  }
  return { name, connection }
}

function way(random: number): Way {
  return random < 0.4 ? 'http' : random < 0.7 ? 'socket' : 'botpress'
}
