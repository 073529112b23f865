import type { Client } from '../../../lib/client/index.ts'
import type { PresentAgent, ServerFrame } from '../../../lib/protocol/frames.ts'

/** Another agent who has a conversation open or types in it. */
export interface Companion {
  readonly id: string
  /** The id of an agent without a name. */
  readonly name: string
  /** The field in which the agent has typed within the last seconds. */
  readonly typing?: 'reply' | 'note'
}

/** Time (ms) after which a typing signal lapses. An agent who disconnects sends no end of typing. */
const LAPSE_MS = 6_000

const NOBODY: readonly Companion[] = []

interface Around {
  readonly version: number
  readonly agents: readonly PresentAgent[]
  readonly typing: ReadonlyMap<string, { readonly where: 'reply' | 'note'; readonly agent: PresentAgent }>
  /** True if the server has repeated the agents since the last answer to a ping. */
  readonly isToldAgain: boolean
}

const EMPTY: Around = { version: -1, agents: [], typing: new Map(), isToldAgain: false }

/**
 * Tracks the other agents who look at conversations or type in them. Lives as long as its client, because these facts
 * outlast a component.
 */
export class Presence {
  readonly #me: string
  readonly #around = new Map<string, Around>()
  readonly #shown = new Map<string, readonly Companion[]>()
  readonly #lapses = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #listeners = new Set<() => void>()

  constructor(me: string) {
    this.#me = me
  }

  /** Returns the same array until it changes. */
  at(session: string): readonly Companion[] {
    return this.#shown.get(session) ?? NOBODY
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  receive(frame: ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        for (const session of [...this.#around.keys()]) this.#become(session, EMPTY)
        break
      case 'presence': {
        const before = this.#of(frame.session)
        if (frame.version < before.version) break
        const { version, agents } = frame
        this.#become(frame.session, { ...before, version, agents, isToldAgain: true })
        break
      }
      case 'pong':
        this.#forgetWhoIsGone()
        break
      case 'typing':
        if (frame.agent !== undefined && frame.agent.id !== this.#me) {
          this.#typed(frame.session, frame.agent, frame.on ? (frame.in ?? 'reply') : undefined)
        }
        break
      case 'entries':
        for (const entry of frame.entries) {
          const by = entry.kind === 'message' || entry.kind === 'note' ? entry.by : undefined
          if (by?.type === 'agent' && by.id !== undefined) this.#typed(frame.session, { id: by.id }, undefined)
        }
        break
      case 'ok':
      case 'error':
      case 'inbox':
      case 'hitlnext':
      case 'read':
      case 'receipts':
      case 'notification':
        break
      default:
        // A newer server may send frames that this console does not know.
        frame satisfies never
    }
  }

  /**
   * The server answers a ping with a `presence` for each conversation that other agents have open, and then a `pong`.
   * So drops the agents of every conversation that got no `presence`.
   */
  #forgetWhoIsGone(): void {
    for (const [session, around] of [...this.#around]) {
      this.#become(session, { ...around, agents: around.isToldAgain ? around.agents : [], isToldAgain: false })
    }
  }

  #typed(session: string, agent: PresentAgent, where: 'reply' | 'note' | undefined): void {
    const before = this.#of(session)
    const key = `${session} ${agent.id}`
    clearTimeout(this.#lapses.get(key))
    this.#lapses.delete(key)
    if (where === undefined && !before.typing.has(agent.id)) return
    const typing = new Map(before.typing)
    if (where === undefined) typing.delete(agent.id)
    else {
      typing.set(agent.id, { where, agent })
      this.#lapses.set(
        key,
        setTimeout(() => this.#typed(session, agent, undefined), LAPSE_MS),
      )
    }
    this.#become(session, { ...before, typing })
  }

  #of(session: string): Around {
    return this.#around.get(session) ?? EMPTY
  }

  #become(session: string, around: Around): void {
    this.#around.set(session, around)
    const shown = companionsOf(around)
    if (JSON.stringify(shown) === JSON.stringify(this.at(session))) return
    this.#shown.set(session, shown)
    for (const listener of this.#listeners) listener()
  }
}

function companionsOf({ agents, typing }: Around): readonly Companion[] {
  const typists = [...typing.values()].map(({ agent }) => agent)
  const absent = typists.filter(({ id }) => !agents.some(agent => agent.id === id))
  return [...agents, ...absent].map(({ id, name }) => {
    const where = typing.get(id)?.where
    return { id, name: name ?? id, ...(where !== undefined && { typing: where }) }
  })
}

const presences = new WeakMap<Client, Presence>()

/** Returns the presence that a client's frames report. */
export function presenceOf(client: Client, me: string): Presence {
  const known = presences.get(client)
  if (known !== undefined) return known
  const presence = new Presence(me)
  client.onFrame(frame => presence.receive(frame))
  presences.set(client, presence)
  return presence
}
