import { defined } from '../../../lib/defined.ts'
import type { CallResult, Notifier, WebhookCaller } from '../../../lib/ports/outside.ts'
import type { BotTurn, ChannelDelivery, Handback } from '../../../lib/protocol/bot.ts'
import type { Invocation } from './machines.ts'
import type { Network } from './network.ts'
import type { Outage } from './plan.ts'
import type { Random } from './random.ts'
import type { Record } from './record.ts'
import type { Scheduler } from './scheduler.ts'

type Post = Parameters<WebhookCaller['post']>[0]

/** How a server reacts to a call, and how long it takes; it may never answer. */
interface Reaction {
  readonly ms: number
  readonly result: CallResult
}

const NEVER = 1_000_000
/** A refused connection fails after this time, which no answer takes exactly. */
const UNREACHED_MS = 6

/**
 * The operator's servers and the alerts: bots that answer well, late, wrongly or never; channels that are down or
 * refuse.
 */
export class Outside {
  readonly #scheduler: Scheduler
  readonly #record: Record
  readonly #outages: readonly Outage[]
  readonly #start: number
  network: Network | undefined
  /** Called when the bot has acknowledged a message and will reply later. */
  onAcknowledged: ((turn: BotTurn, random: Random) => void) | undefined

  constructor(scheduler: Scheduler, record: Record, outages: readonly Outage[]) {
    this.#scheduler = scheduler
    this.#record = record
    this.#outages = outages
    this.#start = scheduler.now
  }

  webhooksOf(by: Invocation): WebhookCaller {
    return { refusal: () => undefined, post: post => this.#post(by, post) }
  }

  notifierOf(by: Invocation): Notifier {
    return {
      publish: ({ data }) => {
        const network = this.network as Network
        const isDown = this.#outageOf('alerts') !== undefined
        const fails = isDown || by.random.chance(network.faults.alertFails)
        const fate = fails ? (isDown || by.random.chance(0.6) ? 'before' : 'after') : 'done'
        const error = () => new Error('SNS cannot be reached')
        const covered = data.conversations as readonly string[]
        // A caller that tried without success has done its part.
        if (fails) this.#record.notices(this.#scheduler.now, covered)
        const way = { there: network.delay(by.random), back: network.delay(by.random), fate, error } as const
        return network.call(
          by,
          'publish',
          async () => {
            this.#scheduler.tell(`${by.label} alerts of ${covered.join(', ')}`)
            this.#record.notices(this.#scheduler.now, covered)
            this.#record.publishes(this.#scheduler.now, String(data.botId), covered)
            return 'a notice'
          },
          way,
        )
      },
    }
  }

  #post(by: Invocation, post: Post): Promise<CallResult> {
    const network = this.network as Network
    const scheduler = this.#scheduler
    if (by.gone) return new Promise(() => {})
    const { random } = by
    const { silence } = by.machine
    // In the calm every server answers; what a process remembers of a silent one is not judged then.
    const waitMs = post.skipIfSilent && !network.calm ? silence.waitMs(post.url, post.timeoutMs) : 0
    if (waitMs > 0) return Promise.resolve({ status: 'skipped', waitMs })
    this.#record.tried.add(post.id)
    const retry = (reason: string): CallResult => ({ status: 'retry', reason })
    return new Promise(resolve => {
      const answer = (ms: number, result: CallResult) =>
        scheduler.after(ms, 'the webhook answers', random, () => {
          if (by.gone) return
          if (ms >= post.timeoutMs) silence.begins(post.url)
          else if (ms === UNREACHED_MS) silence.goesOn(post.url)
          else silence.broken(post.url)
          resolve(result)
        })
      scheduler.after(network.delay(random), 'post', random, () => {
        if (by.gone && random.chance(0.5)) return
        if (random.chance(network.faults.hookUnreached)) return answer(UNREACHED_MS, retry('not reached'))
        const { ms, result } = this.#reaction(by, post)
        const lost = random.chance(network.faults.hookAnswerLost)
        if (lost || ms >= post.timeoutMs) return answer(post.timeoutMs, retry(`no answer within ${post.timeoutMs} ms`))
        answer(ms, result)
      })
    })
  }

  #reaction(by: Invocation, post: Post): Reaction {
    const body = JSON.parse(JSON.stringify(post.body)) as BotTurn | Handback | ChannelDelivery
    if (post.url.includes('events')) return this.#toldEvent(by, post)
    if (post.url.includes('channel')) return this.#channel(by, post, body as ChannelDelivery)
    return body.type === 'handback' ? this.#toldBot(by, body as Handback) : this.#askedBot(by, post, body as BotTurn)
  }

  #channel(by: Invocation, post: Post, { session, seq, message }: ChannelDelivery): Reaction {
    const { random } = by
    const outage = this.#outageOf(session.channel)
    const refusesThis = random.chance(Math.min(this.network?.faults.hookUnreached ?? 0, 0.05))
    const reaction: Reaction =
      outage?.how === 'down'
        ? { ms: random.pick([5, NEVER]), result: { status: 'retry', reason: 'down' } }
        : outage?.how === 'refuses' || refusesThis
          ? { ms: 20, result: { status: 'refused', reason: 'the channel says no' } }
          : {
              ms: outage?.how === 'slow' ? random.between(1_000, 4_000) : random.pick([5, 50, 400]),
              result: { status: 'ok', body: {} },
            }
    const taken = reaction.result.status === 'ok'
    this.#scheduler.tell(
      `${by.label} brings ${seq} of ${session.userId}'s to the channel, which ${taken ? 'takes it' : `does not: ${outage?.how ?? 'refuses'}`}`,
    )
    const { now } = this.#scheduler
    const webhookId = post.id
    this.#record.delivered.push({
      at: now,
      until: now + Math.min(reaction.ms, post.timeoutMs),
      session: session.id,
      seq,
      taken,
      lives: () => !by.gone,
    })
    const { text } = message
    this.#record.sees(session.id, { kind: 'delivered', webhookId, seq, ...defined({ text }) })
    return reaction
  }

  #toldEvent(by: Invocation, { id }: Post): Reaction {
    // A stream of its own, so that the other servers behave as they do without events.
    const random = by.random.fork(`event ${id}`)
    const bad = this.#outageOf('bot') !== undefined || random.chance(this.network?.faults.botBad ?? 0)
    const how = bad ? random.pick(['fails', 'refuses', 'never', 'late', 'takes'] as const) : 'takes'
    const taken = how === 'takes' || how === 'late'
    this.#scheduler.tell(`${by.label} sends event ${id}, which the endpoint ${how}`)
    this.#record.events.push({ id, taken })
    switch (how) {
      case 'takes':
        return { ms: 20, result: { status: 'ok', body: undefined } }
      case 'late':
        return { ms: 2_900, result: { status: 'ok', body: undefined } }
      case 'fails':
        return { ms: 20, result: { status: 'retry', reason: 'answered 500' } }
      case 'refuses':
        return { ms: 20, result: { status: 'refused', reason: 'answered 400' } }
      case 'never':
        return { ms: NEVER, result: { status: 'retry', reason: 'never' } }
      default:
        return how satisfies never
    }
  }

  #toldBot(by: Invocation, packet: Handback): Reaction {
    const { random } = by
    const bad = this.#outageOf('bot') !== undefined || random.chance(this.network?.faults.botBad ?? 0)
    const how = bad
      ? random.pick(['fails', 'refuses', 'never', 'late', 'speaks'] as const)
      : random.pick(['ok', 'ok', 'speaks'] as const)
    const taken = how === 'ok' || how === 'speaks' || how === 'late'
    this.#scheduler.tell(`${by.label} tells the bot of ${packet.episodeId}, which ${how}`)
    this.#record.told.push({ at: this.#scheduler.now, packet, taken })
    switch (how) {
      case 'ok':
        return { ms: 20, result: { status: 'ok', body: undefined } }
      case 'speaks':
        return {
          ms: 60,
          result: { status: 'ok', body: { replies: [{ type: 'text', text: `back after ${packet.episodeId}` }] } },
        }
      case 'late':
        return { ms: 2_900, result: { status: 'ok', body: {} } }
      case 'fails':
        return { ms: 20, result: { status: 'retry', reason: 'answered 500' } }
      case 'refuses':
        return { ms: 20, result: { status: 'refused', reason: 'answered 404' } }
      case 'never':
        return { ms: NEVER, result: { status: 'retry', reason: 'never' } }
      default:
        return how satisfies never
    }
  }

  #askedBot(by: Invocation, post: Post, turn: BotTurn): Reaction {
    const { random } = by
    const { session, seq, epoch, handbacks = [] } = turn
    const bad = this.#outageOf('bot') !== undefined || random.chance(this.network?.faults.botBad ?? 0)
    // A separate stream, so that older seeds keep their stories.
    const later = random.fork(`acknowledges ${seq}`)
    const how = bad
      ? random.pick(['fails', 'refuses', 'never', 'late', 'slow', 'nonsense', 'too long'] as const)
      : later.chance(0.08)
        ? 'acknowledges'
        : random.weighted({
            answers: 10,
            'says twice': 2,
            'says nothing': 1,
            'hands over': 2,
            'hands over mutely': 0.5,
          })
    const said = (...texts: string[]) => ({ replies: texts.map(text => ({ type: 'text', text })) })
    const answer = `answer to ${seq}`
    this.#scheduler.tell(`${by.label} asks the bot about ${seq} of ${session.userId}'s, which ${how}`)
    const botId = Number(turn.botId.slice('bot'.length))
    this.#record.asked.push({ at: this.#scheduler.now, bot: botId, session: session.id, seq })
    this.#record.sees(session.id, { kind: 'asked', webhookId: post.id, seq, epoch })
    const taken = !['fails', 'refuses', 'never'].includes(how)
    for (const packet of handbacks) this.#record.told.push({ at: this.#scheduler.now, packet, taken })
    const ms = random.pick([5, 50, 300, 1_200])
    switch (how) {
      case 'answers':
        return { ms, result: { status: 'ok', body: said(answer) } }
      case 'says twice':
        return { ms, result: { status: 'ok', body: said(answer, `more on ${seq}`) } }
      case 'acknowledges':
        this.#record.acknowledged.add(`${session.id}:${seq}`)
        this.onAcknowledged?.(turn, later)
        return { ms, result: { status: 'ok', body: undefined } }
      case 'says nothing':
        return { ms, result: { status: 'ok', body: said() } }
      case 'hands over':
        return { ms, result: { status: 'ok', body: { ...said(answer), handoff: { reason: 'asked for' } } } }
      case 'hands over mutely':
        return { ms, result: { status: 'ok', body: { handoff: { reason: 'cannot' } } } }
      case 'slow':
        return { ms: random.between(1_000, post.timeoutMs), result: { status: 'ok', body: said(answer) } }
      case 'late':
        return { ms: post.timeoutMs + 1, result: { status: 'ok', body: said(answer) } }
      case 'nonsense':
        return { ms, result: { status: 'ok', body: { replies: 'yes' } } }
      case 'too long':
        return { ms, result: { status: 'ok', body: said('long '.repeat(6_000)) } }
      case 'fails':
        return { ms, result: { status: 'retry', reason: 'answered 500' } }
      case 'refuses':
        return { ms, result: { status: 'refused', reason: 'answered 400' } }
      case 'never':
        return { ms: NEVER, result: { status: 'retry', reason: 'never' } }
      default:
        return how satisfies never
    }
  }

  #outageOf(of: string): Outage | undefined {
    if (this.network?.calm) return undefined
    const at = this.#scheduler.now - this.#start
    return this.#outages.find(outage => outage.of === of && at >= outage.from && at < outage.to)
  }
}
