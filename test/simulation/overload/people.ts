import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, TestBot } from '../../e2e/client.ts'
import { now, outcomeOf, outcomeOfFrame } from '../history/recorder.ts'
import { changeAnswer, inboundAnswer, type Stage, socketAnswer } from '../history/users.ts'
import { CHANNEL } from './load.ts'

export interface Worked {
  readonly kind: 'pause' | 'say' | 'unpause'
  readonly ms: number
  readonly ok: boolean
}

const STAYS_MS = 60

/** Agents who hold some conversations, and take and give back others during the load. */
export async function agentsUnderLoad(
  stage: Stage,
  bot: TestBot,
  { held, contested }: { held: readonly string[]; contested: readonly string[] },
) {
  const { world, recorder, random } = stage
  const sessions = new Map<string, string>()
  const ana = await world.agent(bot, 'Ana')
  const token = await world.agentToken(bot, 'Ben')

  /** At the socket, or on a native route with its own connection: one command, one try. */
  const work = async (kind: Worked['kind'], userId: string, via: 'http' | 'socket'): Promise<Worked> => {
    const session = sessions.get(userId) ?? ''
    const id = randomUUID()
    const mark = `${kind} of ${userId} ${id.slice(0, 8)}`
    const attempt = recorder.begin({ client: via === 'http' ? 'Ben' : 'Ana', session, kind, via, id, mark })
    const begin = now()
    const outcome = await attempt(async () => {
      const words = kind === 'pause' ? { reason: mark } : kind === 'unpause' ? { comment: mark } : {}
      const read = kind === 'say' ? socketAnswer : changeAnswer
      if (via === 'socket') {
        const frame = kind === 'say' ? { type: 'message', message: { type: 'text', text: mark } } : { type: kind }
        return await outcomeOfFrame(ana.ask({ ...frame, id, session, ...words }), read)
      }
      const path = kind === 'say' ? 'messages' : kind
      const json = { id, ...words, ...(kind === 'say' && { text: mark }) }
      return outcomeOf(await postAnew(`${bot.url}/conversations/${session}/${path}`, token, json), read)
    })
    return { kind, ms: now() - begin, ok: outcome.status === 'ok' }
  }

  for (const userId of [...held, ...contested]) {
    const { body } = await bot.receive(userId, { id: 'first', text: `${userId} begins` }, CHANNEL)
    sessions.set(userId, body.session)
    const command = { client: userId, session: body.session, kind: 'message', via: 'http', mode: 'ask' } as const
    // Sent before the load. The check of the transcript covers it.
    await recorder.begin({ ...command, id: 'first', mark: `${userId} begins` })(async () => ({
      status: 'ok',
      answer: inboundAnswer(body),
    }))
  }
  for (const userId of held) await work('pause', userId, 'http')

  return {
    sessions,
    /** Resolves after the load, with the duration of every command. */
    async work(): Promise<readonly Worked[]> {
      const all: Worked[] = []
      const agent = async (via: 'http' | 'socket', mine: readonly string[]) => {
        for (let n = 0; !stage.over(); n++) {
          const userId = mine[n % mine.length] ?? ''
          for (const kind of ['pause', 'say'] as const) all.push(await work(kind, userId, via))
          await sleep(random() * STAYS_MS)
          all.push(await work('unpause', userId, via))
        }
      }
      const half = contested.length / 2
      await Promise.all([agent('http', contested.slice(0, half)), agent('socket', contested.slice(half))])
      return all
    },
  }
}

/** Posts on a new connection, as a new client does: the server must accept it first. */
async function postAnew(url: string, token: string, json: unknown): Promise<Answer<Record<string, unknown>>> {
  const body = JSON.stringify(json)
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  }
  return await new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', agent: false, headers }, response => {
      text(response).then(
        answer => resolve({ status: response.statusCode ?? 0, headers: new Headers(), body: JSON.parse(answer) }),
        reject,
      )
    })
    sending.on('error', reject)
    sending.end(body)
  })
}
