import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Entry } from '../../lib/protocol/entry.ts'
import { ENGINES, type EngineName } from '../../local/options.ts'
import { type Answer, call, createBot, type TestBot } from '../e2e/client.ts'
import { aDataFolder, type Interlude, startInterlude } from '../e2e/process.ts'
import { seeded, sideBySide } from '../e2e/random.ts'
import { type Damage, damaged } from './plausible/damage.ts'
import { leftOf, NOTHING_LEFT } from './plausible/left.ts'
import { type ScriptedBot, scriptedBot } from './plausible/scripted-bot.ts'
import { type Json, SENDERS, type Sender, validBody } from './plausible/senders.ts'
import { SEED } from './seed.ts'

const WANTED = Number(process.env.FUZZ_CASES ?? 5_000)
const CASES: Readonly<Record<EngineName, number>> = { sqlite: WANTED, dynamodb: Math.ceil(WANTED * 0.15) }
/** The only case to run, for a replay. */
const ONLY = process.env.FUZZ_CASE === undefined ? undefined : Number(process.env.FUZZ_CASE)
const CONCURRENCY = 16
const WITHIN_MS = 300_000
const MAX_SHOWN = 10
/** The body limit of a route. */
const MAX_BODY_BYTES = 256 * 1024

interface Case {
  readonly index: number
  readonly sender: Sender
  readonly mark: string
  readonly body: Json
  readonly done: readonly Damage[]
  readonly text: string
}

describe.each(ENGINES)('imperfect input of well-meaning senders (%s)', engine => {
  let interlude: Interlude
  let folder: Awaited<ReturnType<typeof aDataFolder>>
  let bot: ScriptedBot
  let asking: TestBot
  let gated: TestBot
  let agent: string

  beforeAll(async () => {
    folder = await aDataFolder()
    interlude = await startInterlude({ engine, data: folder.path })
    bot = await scriptedBot()
    asking = await createBot(interlude.dev, 'asking', { mode: 'ask', connectorUrl: bot.url })
    gated = await createBot(interlude.dev, 'gated', { mode: 'gate' })
    agent = interlude.dev.adminToken
  })
  afterAll(async () => {
    await bot.close()
    await interlude.stop()
    await folder.remove()
  })

  it('loses no words and no request for a person', { timeout: WITHIN_MS }, async () => {
    const indexes = ONLY === undefined ? Array.from({ length: CASES[engine] }, (_, index) => index) : [ONLY]
    const begun = performance.now()
    const faults = (await sideBySide(indexes, CONCURRENCY, async index => await faultsOf(caseOf(index)))).flat()
    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    console.info(`plausible senders (${engine}): seed ${SEED}, ${indexes.length} cases in ${seconds} s`)
    expect(faults.slice(0, MAX_SHOWN).join('\n\n')).toBe('')
  })

  async function faultsOf(made: Case): Promise<string[]> {
    const { sender, mark, body, text } = made
    const isTooLong = Buffer.byteLength(text) > MAX_BODY_BYTES
    const left = isTooLong ? NOTHING_LEFT : leftOf(sender, body, mark)
    const { status, answer, session } = await send(made, text)
    const found: string[] = []
    if (status >= 500) found.push(`answered ${status}`)
    if (status >= 400 && status < 500 && !left.mayRefuse) found.push(`refused with ${status}`)
    if (session !== undefined) {
      const log = await (sender === 'posted' ? gated : asking).transcript(session)
      const said = JSON.stringify(log)
      for (const word of left.words) if (!said.includes(word)) found.push(`lost ${word}`)
      if (left.handsOver && !log.some(isPause)) found.push('lost the request for a person')
      if (!left.mayRefuse && log.some(entry => isPause(entry) && entry.trigger === 'bot_failed'))
        found.push('counted as a failed bot')
      // A repetition of a body with an id must change nothing.
      const again = await send(made, text)
      if (hasId(body) && status === 200 && (sender === 'message' || sender === 'say')) {
        const now = await asking.transcript(session)
        const more = now.length - log.length
        if (again.status !== 200 || more !== 0)
          found.push(`sent again, it was answered ${again.status} and wrote ${more} entries`)
      }
    } else if (left.words.length > 0 || left.handsOver) found.push('no conversation to look into')
    return found.map(fault => report(made, fault, answer))
  }

  function report({ index, sender, done, text }: Case, fault: string, answer: unknown): string {
    const damage = done.map(({ kind, path }) => `${path} ${kind}`).join(', ')
    return [
      `${fault}: ${sender} with ${damage}`,
      `  sent ${text.slice(0, 600)}`,
      `  answered ${JSON.stringify(answer).slice(0, 400)}`,
      `  again: FUZZ_SEED=${SEED} FUZZ_CASE=${index} vitest run test/fuzz/plausible.test.ts -t ${engine}`,
    ].join('\n')
  }

  async function send(
    { sender, mark, index, body }: Case,
    text: string,
  ): Promise<{ status: number; answer: unknown; session: string | undefined }> {
    const user = `user-${mark}`
    switch (sender) {
      case 'message': {
        const answer = await post(`${asking.url}/channel/api/user/${user}/messages`, asking.key, text, index)
        return { ...told(answer), session: sessionOf(answer.body) }
      }
      case 'addressed': {
        const answer = await post(`${asking.url}/messages`, asking.key, text, index)
        return { ...told(answer), session: sessionOf(answer.body) }
      }
      case 'answer': {
        bot.answersTo(mark, text)
        const answer = await asking.receive(user, { id: `ask-${mark}`, text: `${mark} question` })
        return { ...told(answer), session: sessionOf(answer.body) }
      }
      case 'posted': {
        const { body: asked } = await gated.receive(user, { id: `ask-${mark}`, text: 'question' })
        const filled = text.replace('{', `{"epoch":${asked.epoch},"inReplyTo":${asked.seq},`)
        const answer = await post(`${gated.url}/channel/api/user/${user}/replies`, gated.key, filled, index)
        return { ...told(answer), session: asked.session }
      }
      case 'pause': {
        const { body: asked } = await asking.receive(user, { id: `ask-${mark}`, text: 'question' })
        const answer = await post(`${asking.url}/conversations/${asked.session}/pause`, agent, text, index)
        return { ...told(answer), session: asked.session }
      }
      case 'hitlPause': {
        const { body: asked } = await asking.receive(user, { id: `ask-${mark}`, text: 'question' })
        const query = new URLSearchParams(
          Object.entries(body).map(([name, value]): [string, string] => [name, String(value ?? '')]),
        )
        const answer = await asking.post(`mod/hitl/channel/api/user/${user}/pause?${query}`)
        return { ...told(answer), session: asked.session }
      }
      case 'say': {
        const { body: asked } = await asking.receive(user, { id: `ask-${mark}`, text: 'question' })
        const answer = await post(`${asking.url}/conversations/${asked.session}/messages`, agent, text, index)
        return { ...told(answer), session: asked.session }
      }
      default:
        return sender satisfies never
    }
  }
})

const CONTENT_TYPES = ['application/json', 'application/json; charset=utf-8', 'text/plain']

async function post(url: string, token: string, text: string, index: number): Promise<Answer> {
  const type = CONTENT_TYPES[index % CONTENT_TYPES.length] ?? 'application/json'
  return await call(url, { method: 'POST', token, text, headers: { 'content-type': type } })
}

function told({ status, body }: Answer): { status: number; answer: unknown } {
  return { status, answer: body }
}

function sessionOf(body: unknown): string | undefined {
  const session = typeof body === 'object' && body !== null && 'session' in body ? body.session : undefined
  return typeof session === 'string' ? session : undefined
}

function isPause(entry: Entry): entry is Extract<Entry, { kind: 'paused' }> {
  return entry.kind === 'paused'
}

function hasId({ id }: Json): boolean {
  return typeof id === 'number' || (typeof id === 'string' && id.trim() !== '')
}

/** The case with this number: its sender, damaged body and encoding. */
function caseOf(index: number): Case {
  const random = seeded(SEED ^ Math.imul(index + 1, 0x9e3779b1))
  const sender = SENDERS[Math.floor(random() * SENDERS.length)] ?? 'message'
  const mark = `w${index}x`
  const { body, done } = damaged(validBody(sender, mark, random), random)
  return { index, sender, mark, body, done, text: written(body, random) }
}

/** JSON as different libraries write it. */
function written(body: Json, random: () => number): string {
  const how = Math.floor(random() * 4)
  if (how === 0) return JSON.stringify(body, null, 2)
  const text = JSON.stringify(body)
  if (how === 1)
    return text.replace(/[\u007f-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return how === 2 ? `\ufeff${text}` : text
}
