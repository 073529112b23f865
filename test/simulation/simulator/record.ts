import { defined } from '../../../lib/defined.ts'
import type { Handback } from '../../../lib/protocol/bot.ts'
import type { Decision } from '../../../lib/session/decide.ts'
import type { Session } from '../../../lib/session/session.ts'
import { judgeCommit, judgeSeen, type Seen, type Stored } from '../properties.ts'

/** A commit of the store, at the time when it took effect. */
export interface Committed {
  readonly at: number
  readonly before: Session
  readonly session: Session
  /** `seq` of the entries that it wrote. */
  readonly seqs: readonly number[]
}

/** The known facts of one conversation. */
export interface Story {
  stored: Stored
  readonly commits: Committed[]
  readonly seen: Seen[]
  /** Hashes of the commands that it has forgotten: repeated, they count as new. */
  readonly forgotten: Set<string>
}

/** A message that a channel's webhook got. */
export interface Delivered {
  readonly at: number
  /** When the call ends, for its server and its caller. */
  readonly until: number
  readonly session: string
  readonly seq: number
  readonly taken: boolean
  /** Whether the calling machine is still alive. */
  readonly lives: () => boolean
}

/**
 * A packet that reached a bot, by a call or with a message. `taken`: the bot answered 2xx, whether or not that arrived.
 */
export interface Told {
  readonly at: number
  readonly packet: Handback
  readonly taken: boolean
}

/** A question to the bot. */
export interface Asked {
  readonly at: number
  readonly bot: number
  readonly session: string
  readonly seq: number
}

/** A bot-wide pause: acknowledged at `from`, until another configuration is stored. */
export interface WidePause {
  readonly bot: number
  readonly from: number
  to: number
}

/** The observations of a run from outside, and the commits of the store. */
export class Record {
  readonly stories = new Map<string, Story>()
  readonly delivered: Delivered[] = []
  readonly told: Told[] = []
  /** The events that reached the operator's endpoint. `taken`: it answered 2xx, whether or not that arrived. */
  readonly events: { readonly id: string; readonly taken: boolean }[] = []
  /** Ids of webhook calls that were made, whether or not they arrived. */
  readonly tried = new Set<string>()
  readonly asked: Asked[] = []
  /** Turns whose asynchronous call arrived twice, once for each time. */
  readonly handedOnTwice: Pick<Asked, 'session' | 'seq'>[] = []
  /** Messages that the bot acknowledged, whether or not that arrived, as `<session>:<seq>`. */
  readonly acknowledged = new Set<string>()
  /** The entry that a pause or unpause wrote, by the command's id. */
  readonly #changed = new Map<string, number>()
  /** The number of published notices that cover a conversation. */
  readonly published = new Map<string, number>()
  /** When each bot's notices were published. */
  readonly publishedOf = new Map<string, number[]>()
  /** How often the alert slot of a bot was granted. */
  readonly slots = new Map<string, number>()
  /** When a notice that covers a conversation was tried, by conversation. */
  readonly noticed = new Map<string, number[]>()
  readonly widePauses: WidePause[] = []
  readonly configVersions = new Map<number, number>()
  /** The most conversations of an agent. Undefined: any number. */
  capacity: number | undefined
  /** Broken promises. */
  readonly complaints: string[] = []
  /** Whether some bot was paused as a whole, which leaves no trace in a log. */
  botWidePauses = false

  complain(about: string): void {
    if (this.complaints.length < 10) this.complaints.push(about)
  }

  commits(at: number, { before, session, entries, due }: Decision<unknown>): void {
    const known = this.stories.get(session.id)
    const log = entries.length > 0 || !known ? [...(known?.stored.log ?? []), ...entries] : known.stored.log
    const stored: Stored = { session, log, ...defined({ due }) }
    const complaint = judgeCommit(known?.stored, stored, this)
    if (complaint !== undefined) this.complain(`${session.userId}: ${complaint}`)
    const story: Story = known ?? { stored, commits: [], seen: [], forgotten: new Set() }
    if (!known) this.stories.set(session.id, story)
    story.stored = stored
    this.#judgeLoads(session)
    story.commits.push({ at, before, session, seqs: entries.map(({ seq }) => seq) })
    const kept = new Set(session.recent.map(({ id }) => id))
    for (const { id } of before.recent) if (!kept.has(id)) story.forgotten.add(id)
  }

  /** Complains if the conversation's agent has more conversations than they may have. */
  #judgeLoads({ botId, control }: Decision<unknown>['session']): void {
    if (this.capacity === undefined || control.holder !== 'human' || control.handoff.status !== 'assigned') return
    const { agent } = control.handoff
    const has = [...this.stories.values()].filter(({ stored: { session: each } }) => {
      if (each.botId !== botId || each.control.holder !== 'human') return false
      return each.control.handoff.status === 'assigned' && each.control.handoff.agent.id === agent.id
    })
    if (has.length > this.capacity)
      this.complain(`${agent.id} has ${has.length} conversations, and may have ${this.capacity}`)
  }

  /** A change of control was carried out, whether or not its client gets the answer. */
  changes(story: Story | undefined, id: string, hash: string, seq: number): void {
    const first = this.#changed.get(id) ?? seq
    this.#changed.set(id, first)
    if (first !== seq && !story?.forgotten.has(hash))
      this.complain(`${id} is carried out twice, as ${first} and ${seq}`)
  }

  notices(at: number, covered: readonly string[]): void {
    for (const session of covered) this.noticed.set(session, [...(this.noticed.get(session) ?? []), at])
  }

  publishes(at: number, botId: string, covered: readonly string[]): void {
    for (const session of covered) this.published.set(session, (this.published.get(session) ?? 0) + 1)
    this.publishedOf.set(botId, [...(this.publishedOf.get(botId) ?? []), at])
  }

  /** Another configuration of a bot was stored. */
  configures(at: number, bot: number, version: number): void {
    this.configVersions.set(bot, version)
    for (const pause of this.widePauses) if (pause.bot === bot) pause.to = Math.min(pause.to, at)
  }

  /** An observation of a conversation. `hash`: of the answered command. */
  sees(session: string, seen: Seen, hash?: string): void {
    const story = this.stories.get(session)
    if (!story) return
    if (hash !== undefined && story.forgotten.has(hash)) return
    const complaint = judgeSeen(story.stored, seen, this)
    if (complaint !== undefined) this.complain(`${story.stored.session.userId}: ${complaint}`)
    story.seen.push(seen)
  }
}
