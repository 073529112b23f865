import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import RiveScript from 'rivescript'
import { Webhook } from 'standardwebhooks'
import type { Log } from '../../lib/ports/system.ts'
import type { BotAnswer, BotTurn, Handback } from '../../lib/protocol/bot.ts'
import type { ReadBody } from '../gateway/gateway.ts'
import { repliesOf } from './shop.ts'

/** The mark with which the brain asks for a person. */
const HANDOFF = '{handoff}'

export interface DemoBot {
  /** Answers `POST` requests of a connector; `false` for every other request. */
  handler(req: IncomingMessage, res: ServerResponse, readBody: ReadBody): Promise<boolean>
}

/**
 * A real chatbot (RiveScript) behind the HTTP connector, like an operator's own: checks signatures, answers turns and
 * accepts handbacks.
 */
export async function openDemoBot(path: string, secret: string, log: Log): Promise<DemoBot> {
  const brain = new RiveScript({ utf8: true })
  brain.stream(await readFile(new URL('./brain.rive', import.meta.url), 'utf8'))
  brain.sortReplies()
  const webhook = new Webhook(secret)

  return {
    async handler(req, res, readBody) {
      if (req.method !== 'POST' || req.url !== path) return false
      const body = await readBody()
      if (body === undefined) return true
      try {
        const call = webhook.verify(body.toString('utf8'), req.headers as Record<string, string>)
        const origin = `http://${req.headers.host}`
        const answer = await answerTo(brain, call as BotTurn | Handback, origin, log)
        res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
      } catch (error) {
        log.warn('demo bot refused a call', { error: String(error) })
        res.writeHead(401).end()
      }
      return true
    },
  }
}

async function answerTo(brain: RiveScript, call: BotTurn | Handback, origin: string, log: Log): Promise<BotAnswer> {
  switch (call.type) {
    case 'handback':
      return await welcomeBack(brain, call, origin, log)
    case 'message': {
      const said = await brain.reply(call.session.id, call.message.text ?? call.message.type)
      return {
        replies: repliesOf(said, origin, call.session.channel),
        ...(said.includes(HANDOFF) && { handoff: { reason: 'the user asked for a person', priority: 'normal' } }),
      }
    }
    default:
      return call satisfies never
  }
}

/**
 * Greets the user after a handback, with a summary of the episode. Asked to carry on, it answers the newest message
 * that nobody has answered.
 */
async function welcomeBack(brain: RiveScript, call: Handback, origin: string, log: Log): Promise<BotAnswer> {
  const { session, episodeId, outcome, turns, missed, carryOn } = call
  const byAgent = turns.filter(turn => turn.from === 'agent').length
  log.info('demo bot received a handback', { episodeId, outcome, turns: turns.length, missed: missed.length })
  const open = missed.findLast(message => message.unanswered)?.text
  if (carryOn && open !== undefined) {
    return { replies: repliesOf(await brain.reply(session.id, open), origin, session.channel) }
  }
  const about = open === undefined ? '' : ` You wrote "${open}" and nobody answered: please ask me again.`
  return {
    replies: [
      { type: 'text', text: `I am back (a person sent ${byAgent} message${byAgent === 1 ? '' : 's'}).${about}` },
    ],
  }
}
