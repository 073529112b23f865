import type { ChannelDelivery } from '../../lib/protocol/bot.ts'
import { type Entry, messagesOf } from '../../lib/protocol/entry.ts'
import type { TestBot } from './client.ts'
import type { RunningWorld } from './running-world.ts'
import type { TestServer } from './servers.ts'

/** A user with one way to speak and read. */
export interface Reader {
  readonly userId: string
  readonly channel: string
  readonly session: string
  /** Sends a message. Returns whether people had control, and the bot's replies. */
  says(text: string): Promise<{ paused: boolean; replies: string[] }>
  /** All messages of agents that the user has received, with repetitions (at a socket: merged by cursor). */
  heardFromAgents(): Promise<string[]>
  /** The same for messages of the bot that answer no request of this user. */
  heardFromBot(): Promise<string[]>
}

type OpenReader = (world: RunningWorld, bot: TestBot, channel: TestServer<ChannelDelivery>) => Promise<Reader>

/** The three ways to read: the channel's webhook, polling the log, and a socket. */
export const readers: Readonly<Record<'webhook' | 'polling' | 'socket', OpenReader>> = {
  async webhook(_world, bot, channel) {
    const user = await byHttp(bot, 'wanda', 'hook')
    const heardFrom = (type: ChannelDelivery['from']['type']) =>
      channel.calls
        .filter(({ body }) => body.session.id === user.session && body.from.type === type)
        .map(({ body }) => body.message.text ?? '')
    return { ...user, heardFromAgents: async () => heardFrom('agent'), heardFromBot: async () => heardFrom('bot') }
  },

  async polling(_world, bot) {
    const user = await byHttp(bot, 'paula', 'api')
    const read: Entry[] = []
    let cursor = 0
    const heardFrom = async (type: 'agent' | 'bot') => {
      const { entries, upto } = await bot.log(user.userId, cursor)
      read.push(...entries)
      cursor = upto
      return messagesFrom(type, read)
    }
    return { ...user, heardFromAgents: () => heardFrom('agent'), heardFromBot: () => heardFrom('bot') }
  },

  async socket(world, bot) {
    const { socket, userId, session } = await world.user(bot)
    return {
      userId,
      session,
      channel: 'web',
      async says(text) {
        const { seq, paused } = await socket.say(session, text)
        if (paused === true) return { paused: true, replies: [] }
        // `ok` comes before the bot has answered. The outcome arrives as entries.
        const answers = (entry: Entry) => entry.kind === 'message' && entry.inReplyTo === seq
        const isOver = (entry: Entry) => answers(entry) || (entry.kind === 'paused' && entry.seq > Number(seq))
        const { kind } = await socket.entry(session, isOver)
        const said = (socket.logs.get(session) ?? []).filter(answers)
        return { paused: kind === 'paused', replies: messagesOf(said).map(message => message.text ?? '') }
      },
      heardFromAgents: async () => messagesFrom('agent', socket.logs.get(session) ?? []),
      heardFromBot: async () => messagesFrom('bot', socket.logs.get(session) ?? []),
    }
  },
}

async function byHttp(
  bot: TestBot,
  userId: string,
  channel: string,
): Promise<Omit<Reader, 'heardFromAgents' | 'heardFromBot'>> {
  const { session } = await bot.log(userId, 0, channel)
  return {
    userId,
    channel,
    session,
    async says(text) {
      const { status, body } = await bot.receive(userId, { text }, channel)
      if (status !== 200) throw new Error(`not received: ${JSON.stringify(body)}`)
      return { paused: body.paused, replies: body.replies.map(reply => reply.text ?? '') }
    },
  }
}

function messagesFrom(type: 'agent' | 'bot', entries: readonly Entry[]): string[] {
  return messagesOf(entries)
    .filter(({ by, inReplyTo }) => by.type === type && inReplyTo === undefined)
    .map(message => message.text ?? '')
}
