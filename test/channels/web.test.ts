import { receiveFrame } from '../../functions/agent-ws/receive.ts'
import { receiveAndHandOn } from '../../lib/bots/hand-on.ts'
import { readLog } from '../../lib/conversations/read-log.ts'
import { type Address, sessionId } from '../../lib/session/session.ts'
import { aUserSocket } from '../support/stored.ts'
import { BOT, channelWorld } from './channel-world.ts'
import { channelContract } from './contract.ts'

/** The widget's channel: users read their own log, so Interlude calls nobody. */
channelContract('web', async () => {
  const world = await channelWorld()
  const who: Address = { botId: BOT, channel: 'web', userId: 'maria' }
  const sent = new Map<string, string>()
  const says = async (id: string, text: string) => {
    await receiveAndHandOn(world.app, who, { id, type: 'text', text })
  }
  /** The widget has the whole log: it pings, or says that it is on screen. */
  const sends = async (type: 'ping' | 'read') => {
    const session = sessionId(who)
    await world.app.store.putSocket(aUserSocket('widget', { botId: BOT, owner: { as: 'user', session, ...who } }))
    const { revision } = await readLog(world.app, who, { after: 0, limit: 1 }, 'user')
    const frame = type === 'ping' ? { type, cursors: { [session]: revision } } : { type, session, seq: revision }
    await receiveFrame(world.app, 'widget', JSON.stringify(frame), 'request')
  }
  const platform = {
    who,
    async userWrites(text: string) {
      const id = `m${sent.size}`
      sent.set(id, text)
      await says(id, text)
      return id
    },
    tellsAgain: async (id: string) => await says(id, sent.get(id) ?? ''),
    gets: () => sends('ping'),
    reads: () => sends('read'),
    async got() {
      const { entries } = await readLog(world.app, who, { after: 0, limit: 100 }, 'user')
      return entries.flatMap(entry =>
        entry.kind === 'message' && entry.by.type !== 'user' ? [entry.text ?? JSON.stringify(entry.payload)] : [],
      )
    },
    close: async () => {},
  }
  return { world, platform }
})
