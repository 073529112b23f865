import type { App } from '../../../lib/app.ts'
import type { Caller } from '../../../lib/auth/caller.ts'
import type { Directory } from '../../../lib/bots/directory.ts'
import { noMetrics } from '../../../lib/conversations/counts.ts'
import { createAssigner } from '../../../lib/effects/assign.ts'
import { createNotifications } from '../../../lib/effects/notifications.ts'
import { createReceipts } from '../../../lib/effects/receipts.ts'
import { createPausePaces } from '../../../lib/pace.ts'
import type { TurnToAsk } from '../../../lib/ports/outside.ts'
import type { Store } from '../../../lib/ports/store.ts'
import type { Clock, Log } from '../../../lib/ports/system.ts'
import type { Policy } from '../../../lib/session/policy.ts'
import type { Silence } from '../../../lib/webhooks/silence.ts'
import { noPlatforms, noTopic } from '../../support/silent.ts'
import type { Modules } from './modules.ts'
import { type Network, never } from './network.ts'
import type { Outside } from './outside.ts'
import type { PoolName } from './plan.ts'
import type { Random } from './random.ts'
import type { Record } from './record.ts'
import type { Scheduler } from './scheduler.ts'
import type { Sockets } from './sockets.ts'

/** A process that serves requests, with its own clock. If it dies, its work in progress never ends. */
export interface Machine {
  readonly name: string
  readonly skewMs: number
  readonly directory: Directory
  /** The URLs that did not answer this process. */
  readonly silence: Silence
  readonly invocations: Set<Invocation>
  dead: boolean
}

/** One request on a machine. It ends at its time limit, or with its machine. */
export class Invocation {
  readonly machine: Machine
  readonly label: string
  readonly random: Random
  over: boolean = false

  constructor(machine: Machine, label: string, random: Random) {
    this.machine = machine
    this.label = label
    this.random = random
  }

  get gone(): boolean {
    return this.over || this.machine.dead
  }
}

export type Ended<T> = { readonly value: T } | { readonly error: unknown } | { readonly killed: true }

/** The parts of machines. */
export interface Parts {
  readonly modules: Modules
  readonly scheduler: Scheduler
  readonly network: Network
  readonly outside: Outside
  readonly record: Record
  readonly sockets: Sockets
  readonly policy: Policy
  readonly skewMs: number
  readonly alone: boolean
}

const REMEMBER_MS = 20_000
/** The time limit of the function that asks bots. */
const ASKING_LIMIT_MS = 29_000
const MACHINES_A_POOL = 2

/** The machines of every kind of function; chance decides which one serves a request. */
export class Machines {
  readonly #parts: Parts
  readonly #random: Random
  readonly #pools = new Map<PoolName, Machine[]>()
  #made = 0

  constructor(parts: Parts, random: Random) {
    this.#parts = parts
    this.#random = random
  }

  /** Runs a request, and calls `ended` once. Kills it after `limitMs`. */
  invoke<T>(
    pool: PoolName,
    label: string,
    random: Random,
    limitMs: number,
    work: (app: App) => Promise<T>,
    ended: (how: Ended<T>) => void,
  ): void {
    const { scheduler } = this.#parts
    const machine = random.pick(this.#machinesOf(pool))
    const invocation = new Invocation(machine, label, random)
    machine.invocations.add(invocation)
    const end = (how: Ended<T>) => {
      if (invocation.over) return
      invocation.over = true
      machine.invocations.delete(invocation)
      ended(how)
    }
    this.#kills.set(invocation, () => end({ killed: true }))
    scheduler.after(limitMs, 'limit', random, () => {
      if (!invocation.over) scheduler.tell(`${label}: its time is over, it is killed`)
      this.#kills.get(invocation)?.()
      this.#kills.delete(invocation)
    })
    work(this.#appOf(invocation)).then(
      value => end({ value }),
      error => end({ error }),
    )
  }

  /** Runs a task that lives as long as its machine, and calls `died` at its end. */
  reside(
    pool: PoolName,
    label: string,
    random: Random,
    work: (app: App, by: Invocation) => void,
    died: () => void,
  ): void {
    const machine = random.pick(this.#machinesOf(pool))
    const invocation = new Invocation(machine, label, random)
    machine.invocations.add(invocation)
    this.#kills.set(invocation, died)
    work(this.#appOf(invocation), invocation)
  }

  readonly #kills = new Map<Invocation, () => void>()

  /** Kills one machine of a pool with its work in progress, and replaces it. */
  kill(pool: PoolName, random: Random): void {
    const machines = this.#machinesOf(pool)
    const index = random.between(0, machines.length - 1)
    const machine = machines[index]
    if (!machine) return
    this.#parts.scheduler.tell(`${machine.name} dies with ${machine.invocations.size} requests under way`)
    machine.dead = true
    for (const invocation of [...machine.invocations]) this.#kills.get(invocation)?.()
    machines[index] = this.#newMachine(pool)
  }

  #machinesOf(pool: PoolName): Machine[] {
    const name = this.#parts.alone ? 'http' : pool
    let machines = this.#pools.get(name)
    if (!machines) {
      const count = this.#parts.alone ? 1 : MACHINES_A_POOL
      machines = Array.from({ length: count }, () => this.#newMachine(name))
      this.#pools.set(name, machines)
    }
    return machines
  }

  #newMachine(pool: PoolName): Machine {
    const { modules, skewMs, alone, scheduler } = this.#parts
    const name = `${alone ? 'machine' : pool}-${++this.#made}`
    const random = this.#random.fork(name)
    const clock = { now: () => scheduler.now + machine.skewMs, sleep: never } as Clock
    const machine: Machine = {
      name,
      skewMs: alone ? 0 : random.between(-skewMs, skewMs),
      silence: modules.silence.createSilence(() => scheduler.now),
      invocations: new Set(),
      dead: false,
      get directory(): Directory {
        return directory
      },
    }
    const store = this.#parts.network.storeOf(new Invocation(machine, `${name}'s directory`, random))
    const directory = modules.directory.createDirectory(store, clock, { rememberMs: REMEMBER_MS, alone })
    return machine
  }

  /** An asynchronous call: it reaches some machine later, perhaps twice, perhaps never. */
  #handOn(turn: TurnToAsk, from: Random): void {
    const { scheduler, network, modules, record } = this.#parts
    const name = `the bot is asked for ${turn.seq}, attempt ${turn.attempt}`
    const bring = (random: Random) =>
      scheduler.after(network.delay(random), 'ask', random, () =>
        this.invoke(
          'http',
          name,
          random,
          ASKING_LIMIT_MS,
          app => modules.askTurn.askTurn(app, turn),
          () => {},
        ),
      )
    const random = from.fork(name)
    if (!random.chance(network.faults.requestLost)) bring(random)
    if (!random.chance(network.faults.requestTwice)) return
    record.handedOnTwice.push({ session: turn.session, seq: turn.seq })
    bring(random.fork('twice'))
  }

  #appOf(invocation: Invocation): App {
    const { scheduler, network, modules, policy, sockets, outside } = this.#parts
    const { machine } = invocation
    const store: Store = network.storeOf(invocation)
    const gateway = sockets.gatewayOf(invocation)
    const clock: App['clock'] = {
      now: () => scheduler.now + machine.skewMs,
      sleep: ms => network.sleep(invocation, ms),
    }
    let made = 0
    const app: App = {
      store,
      sockets: gateway,
      notifications: createNotifications({ store, sockets: gateway, clock, log: silent }),
      receipts: createReceipts({ store, sockets: gateway, clock, log: silent }, 0),
      notifier: outside.notifierOf(invocation),
      alertTopic: noTopic,
      webhooks: outside.webhooksOf(invocation),
      platforms: noPlatforms,
      asker: { ask: async turn => this.#handOn(turn, invocation.random) },
      clock,
      policyOf: modules.policies.policiesOver(policy, machine.directory),
      log: silent,
      metrics: noMetrics,
      directory: machine.directory,
      // Simulated users are not anonymous.
      pausePaces: createPausePaces(),
      auth: { check: async token => callerOf(token) },
      agentIssuer: { signOut: async () => {} },
      ids: { make: prefix => `${prefix}${invocation.label.replaceAll(' ', '-')}-${++made}` },
      settings: {
        consoleUrl: 'https://console.example.test',
        alertsIncludeText: false,
        platformUrls: {},
        processId: machine.name,
      },
      assigner: createAssigner(() => app),
    }
    return app
  }
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** Not verified here: everybody is who the token says. Other tests check tokens. */
export function tokenOf(caller: Caller, issuer: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none' })}.${part({ iss: issuer, caller })}.x`
}

function callerOf(token: string): Caller {
  const [, payload = ''] = token.split('.')
  const { caller } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { caller: Caller }
  return caller
}
