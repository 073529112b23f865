import { defined } from '../../lib/defined.ts'
import type { ServerFrame } from '../../lib/protocol/frames.ts'
import { appOver } from './app-over.ts'
import { Broken, judgeAt, judgeStore, storedOf } from './broken.ts'
import type { ExploredWorld, Facts, Kit } from './explored-world.ts'
import { combine, type Hash } from './hash.ts'
import { hashState } from './memory-hash.ts'
import { apply, isWrite, type MemoryState, type Op } from './memory-state.ts'
import { knowing } from './moves.ts'
import { BOT_URL, botAnswer, type Posted } from './outside.ts'
import { type Complaint, judgeEnd, judgeReaders, type Seen } from './properties.ts'
import { reads } from './reader.ts'
import type { Stage } from './stage.ts'

/** No world needs more rounds than this to come to rest; one that does goes on for ever. */
const MAX_ROUNDS = 80
const CLOCK_BUDGET_MS = 20_000

/** Runs a world to its end without crashes and with a working outside, so that the promises of the end must hold. */
export class Drain {
  private readonly stage: Stage
  private readonly known = new Map<Hash, Complaint>()

  constructor(stage: Stage) {
    this.stage = stage
  }

  /** Returns the promise that is broken when no work is left. */
  async judge(world: ExploredWorld): Promise<Complaint> {
    const { facts, store, now } = world
    let key = combine(hashState(store), now)
    for (const { seq } of facts.delivered) key = combine(key, seq)
    for (const { cursor, shown } of facts.readers.values()) key = combine(key, cursor * 1000 + shown.size)
    key = combine(key, facts.mayDouble ? 1 : 2)
    if (this.known.has(key)) return this.known.get(key)
    const complaint = await this.run(world)
    this.known.set(key, complaint)
    return complaint
  }

  private async run(world: ExploredWorld): Promise<Complaint> {
    const ending = new Ending(this.stage, world)
    const complaint = await this.end(ending).catch(error => {
      if (error instanceof Broken) return error.message
      throw error
    })
    // The error may have been caught on the way, like any error of the outside.
    return ending.broken ? `on the way to the end: ${ending.broken.message}` : complaint
  }

  private async end(ending: Ending): Promise<Complaint> {
    const { stage } = this
    const { app, subject } = ending.kit
    const behind = await this.healed(ending)
    if (behind !== undefined) return behind
    let served = 0
    for (let rounds = 0; ; rounds++) {
      if (rounds > MAX_ROUNDS) return `it never ends: after ${MAX_ROUNDS} rounds something is still owed`
      const records = ending.state.feed.slice(served)
      if (records.length > 0) {
        served = ending.state.feed.length
        const failed = await subject.dispatch(app, records)
        if (failed.length > 0) return `a dispatcher fails at ${failed.join(', ')} though nothing is ill`
        continue
      }
      const due = dueOf(ending.state)
      if (due === undefined) break
      ending.now = Math.max(ending.now, due)
      const { failed } = await subject.runClock(app, ending.now + CLOCK_BUDGET_MS)
      if (failed > 0) return 'the clock fails though nothing is ill'
    }
    const behindAtLast = await this.healed(ending)
    if (behindAtLast !== undefined) return behindAtLast
    const stored = storedOf(ending.state, stage.sessionId)
    if (!stored) return undefined
    const { delivered, mayDouble, answers } = ending.facts
    return judgeEnd({ stored, seen: [...delivered, ...answers.values()], readers: [], mayDouble })
  }

  /** If nothing else happens, one ping gives every watcher the log. */
  private async healed(ending: Ending): Promise<Complaint> {
    await this.pings(ending)
    const stored = storedOf(ending.state, this.stage.sessionId)
    if (!stored) return undefined
    const opened = [...ending.facts.readers].filter(([connectionId]) => {
      const socket = ending.state.sockets.get(connectionId)
      return socket?.watching.includes(this.stage.sessionId)
    })
    return judgeReaders(
      stored.log,
      opened.map(([, reader]) => reader),
      stored.session.control.holder === 'human',
    )
  }

  /** Each client with a socket pings once; one that lost its socket sends `hello` with its cursors. */
  private async pings(ending: Ending): Promise<void> {
    for (const [connectionId, { cursor }] of [...ending.facts.readers]) {
      const socket = ending.state.sockets.get(connectionId)
      // A client that never opened the conversation has no promise.
      if (socket && !socket.watching.includes(this.stage.sessionId)) continue
      const { app, subject } = ending.kit
      const cursors = { [this.stage.sessionId]: cursor }
      if (socket) await subject.receiveFrame(app, connectionId, JSON.stringify({ type: 'ping', cursors }), 'end')
      else {
        const first = this.stage.sockets.find(each => each.connectionId === connectionId)
        if (!first) continue
        await app.store.putSocket(first)
        await subject.receiveFrame(app, connectionId, JSON.stringify({ type: 'hello', cursors }), 'end')
      }
    }
  }
}

function dueOf({ conversations }: MemoryState): number | undefined {
  const all = [...conversations.values()].map(({ due }) => due).filter(due => due !== undefined)
  return all.length > 0 ? Math.min(...all) : undefined
}

/** A world that runs on its own: each call is answered at once. */
export class Ending {
  state: MemoryState
  now: number
  facts: Facts
  broken: Broken | undefined
  readonly kit: Kit
  private readonly stage: Stage

  constructor(stage: Stage, { store, now, facts }: Pick<ExploredWorld, 'store' | 'now' | 'facts'>) {
    this.stage = stage
    this.state = store
    this.now = now
    this.facts = facts
    const port = {
      name: 'end',
      now: () => this.now,
      call: async (op: string, args: readonly unknown[]) => {
        try {
          return this.call(op, args)
        } catch (error) {
          if (error instanceof Broken) this.broken ??= error
          throw error
        }
      },
    }
    const app = appOver(stage.subject, port, { policy: stage.policy, rememberMs: 0, alone: true })
    this.kit = { app, subject: stage.subject, name: 'end', see: async () => {} }
  }

  private call(op: string, args: readonly unknown[]): unknown {
    switch (op) {
      case 'sleep':
      case 'publish':
        return undefined
      case 'post':
        return this.post(args[0] as Posted)
      case 'push':
        return this.push(args[0] as string, args[1] as ServerFrame)
      default: {
        const { state, result } = apply(this.state, op as Op, args)
        if (isWrite(op)) judgeStore(this.stage.scope, this.state, state, this.facts)
        this.state = state
        return result
      }
    }
  }

  private post(posted: Posted): unknown {
    if (posted.url === BOT_URL) {
      this.facts = knowing(this, posted.body).facts
      return botAnswer('answers', posted)
    }
    const { seq = 0, message } = posted.body
    const seen = {
      kind: 'delivered',
      webhookId: posted.id,
      seq,
      ...defined({ text: message?.text }),
    } as const
    this.judge(seen)
    this.facts = { ...this.facts, delivered: [...this.facts.delivered, seen] }
    return { status: 'ok', body: undefined }
  }

  private push(connectionId: string, frame: ServerFrame): unknown {
    if (frame.type === 'error') throw new Broken(`a client that is well gets the error ${frame.code}: ${frame.detail}`)
    const reader = this.facts.readers.get(connectionId)
    if (reader && frame.type === 'entries') {
      this.judge({ kind: 'shown', as: reader.as, frame })
      this.facts = { ...this.facts, readers: new Map(this.facts.readers).set(connectionId, reads(reader, frame)) }
    }
    return 'sent'
  }

  private judge(seen: Seen): void {
    judgeAt(this.stage.scope, this.state, this.stage.sessionId, seen)
  }
}
