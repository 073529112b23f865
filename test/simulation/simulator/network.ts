import type { AlertSlot } from '../../../lib/ports/alerts.ts'
import type { Store } from '../../../lib/ports/store.ts'
import type { Entry } from '../../../lib/protocol/entry.ts'
import type { Decision } from '../../../lib/session/decide.ts'
import type { Invocation } from './machines.ts'
import type { Modules } from './modules.ts'
import { type FaultRates, noFaults, type Plan } from './plan.ts'
import type { Random } from './random.ts'
import type { Record } from './record.ts'
import type { Scheduler } from './scheduler.ts'

/** For calls whose caller is gone. */
export const never = <T>(): Promise<T> => new Promise<T>(() => {})

/** The fate of a call: it may fail `before` or `after` it takes effect. */
type Fate = 'done' | 'before' | 'after' | 'conflict'

/** Every call of the store goes over the network; a missing one does not compile. */
const CALLS = Object.keys({
  load: true,
  commit: true,
  setWatchers: true,
  entries: true,
  attributes: true,
  threads: true,
  list: true,
  count: true,
  search: true,
  due: true,
  episodes: true,
  handoffs: true,
  bot: true,
  putBot: true,
  bots: true,
  key: true,
  keys: true,
  putKey: true,
  deleteKey: true,
  socket: true,
  putSocket: true,
  updateSocket: true,
  takeCatchUp: true,
  removeSocket: true,
  agentSockets: true,
  connectionsOf: true,
  raiseReadMark: true,
  readMarks: true,
  receipts: true,
  addReceipts: true,
  agent: true,
  agents: true,
  seeAgent: true,
  changePresence: true,
  setAway: true,
  goneAgents: true,
  takeAlertSlot: true,
  signedOutAt: true,
  signOutAgent: true,
  addNotifications: true,
  notifications: true,
  setNotificationDone: true,
  notificationsRead: true,
  readNotifications: true,
  subscriptions: true,
  subscription: true,
  putSubscription: true,
  deleteSubscription: true,
  accountHolder: true,
  platformApp: true,
  putPlatformApp: true,
  ownReplies: true,
  putOwnReplies: true,
  putDeadEvent: true,
  deadEvents: true,
  removeDeadEvent: true,
} satisfies { readonly [Name in keyof Store]: true }) as (keyof Store)[]

/** The network between all parts, which delays and loses calls. */
export class Network {
  /** Whether nothing fails any more. */
  calm: boolean = false
  /** The number of next loads by readers of the feed that fail. */
  failingLoads: number = 0
  readonly #modules: Modules
  readonly #scheduler: Scheduler
  readonly #store: Store
  readonly #record: Record
  readonly #faults: FaultRates
  readonly #atHand: boolean
  readonly #onCommit: () => void

  constructor(
    modules: Modules,
    scheduler: Scheduler,
    store: Store,
    record: Record,
    { faults, alone }: Plan,
    onCommit: () => void,
  ) {
    this.#modules = modules
    this.#scheduler = scheduler
    this.#store = store
    this.#record = record
    this.#faults = faults
    this.#atHand = alone
    this.#onCommit = onCommit
  }

  get faults(): FaultRates {
    return this.calm ? noFaults : this.#faults
  }

  /** A call of an invocation to another part: takes effect there, then answers unless the caller is gone. */
  call<T>(
    by: Invocation,
    label: string,
    effect: () => Promise<T>,
    way: {
      readonly there: number
      readonly back: number
      readonly fate: Fate
      readonly error: () => unknown
      readonly instead?: T
    },
  ): Promise<T> {
    if (by.gone) return never()
    const scheduler = this.#scheduler
    const { random } = by
    return new Promise<T>((resolve, reject) => {
      const answer = (run: () => void) =>
        scheduler.after(way.back, `${label} answers`, random, () => {
          if (!by.gone) run()
        })
      scheduler.after(way.there, label, random, () => {
        // A request may arrive although its machine has died meanwhile.
        if (by.gone && random.chance(0.5)) return
        if (way.fate === 'before') return answer(() => reject(way.error()))
        if (way.fate === 'conflict') return answer(() => resolve(way.instead as T))
        scheduler.whole(effect()).then(
          value => answer(() => (way.fate === 'after' ? reject(way.error()) : resolve(value))),
          error => answer(() => reject(error)),
        )
      })
    })
  }

  sleep(by: Invocation, ms: number): Promise<void> {
    if (by.gone) return never()
    return new Promise(resolve => {
      this.#scheduler.after(Math.max(ms, 0), 'sleep', by.random, () => {
        if (!by.gone) resolve()
      })
    })
  }

  /** The delay of one direction, in ms. */
  delay(random: Random): number {
    return this.calm ? 1 : random.pick([0, 1, 1, 2, 3, 5, 10, 40])
  }

  /** The store as an invocation reaches it. */
  storeOf(by: Invocation): Store {
    const calls = CALLS.map(name => [name, (...args: unknown[]) => this.#callStore(by, name, args)])
    return Object.fromEntries(calls) as unknown as Store
  }

  #callStore(by: Invocation, name: keyof Store, args: unknown[]): Promise<unknown> {
    const { random } = by
    const { faults } = this
    const slow = random.chance(faults.storeSlow) ? random.between(200, 3_000) : 0
    const isForFeed = by.label.startsWith('reader') || by.label === 'the feed loop'
    const mustFail = this.failingLoads > 0 && name === 'load' && isForFeed
    if (mustFail) this.failingLoads--
    const fate = mustFail ? 'before' : this.#fateOf(name, random)
    const delay = () => (this.#atHand ? random.between(0, 1) : this.delay(random))
    const way = {
      there: delay() + (fate === 'before' ? 0 : slow),
      back: delay(),
      fate,
      error: () => new this.#modules.problem.InterludeError('store.unavailable', 'simulated'),
      instead: false,
    }
    const effect = this.#store[name] as (...all: unknown[]) => Promise<unknown>
    return this.call<unknown>(by, name, async () => this.#noted(by, name, args, await effect(...args)), way)
  }

  #fateOf(name: string, random: Random): Fate {
    const { storeBefore, storeAfter, conflict } = this.faults
    if (random.chance(storeBefore)) return 'before'
    if (random.chance(storeAfter)) return 'after'
    const isConditional = name === 'commit' || name === 'setWatchers'
    return isConditional && random.chance(conflict) ? 'conflict' : 'done'
  }

  #noted(by: Invocation, name: string, args: unknown[], result: unknown): unknown {
    if (name === 'takeAlertSlot' && (result as AlertSlot).taken) {
      const botId = String(args[0])
      this.#record.slots.set(botId, (this.#record.slots.get(botId) ?? 0) + 1)
    }
    if (result !== true) return result
    if (name === 'commit') this.#committed(by, args[1] as Decision<unknown>)
    if (name === 'putBot') {
      const [botId, , { config }] = args as Parameters<Store['putBot']>
      this.#record.configures(this.#scheduler.now, Number(botId.slice('bot'.length)), config.version)
      this.#scheduler.tell(
        `${by.label} stores ${botId} ${config.paused ? 'paused' : 'going'} (version ${config.version})`,
      )
    }
    return result
  }

  #committed(by: Invocation, decision: Decision<unknown>): void {
    const { before, session, entries } = decision
    this.#record.commits(this.#scheduler.now, decision)
    const said = entries.map(entry => `${entry.seq} ${entry.kind}${ofWhom(entry)}`)
    const sending =
      session.deliveryClaim && session.deliveryClaim !== before.deliveryClaim
        ? [`claims ${session.deliveryClaim.seq}`]
        : []
    const what = [...said, ...sending].join(', ') || 'writes no entry'
    this.#scheduler.tell(`${by.label} commits in ${session.userId}'s: ${what} (epoch ${session.epoch})`)
    if (entries.length > 0) this.#onCommit()
  }
}

function ofWhom(entry: Entry): string {
  const by = 'by' in entry ? ` by the ${entry.by.type}` : ''
  return 'of' in entry && entry.of !== undefined ? `${by} of ${entry.of}` : by
}
