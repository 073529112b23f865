import { seeded } from '../../e2e/random.ts'
import { aFlakyChannel, aMoodyBot, type OutsideCalls } from './operators.ts'
import type { Ask, Told } from './operators-apart.ts'

/*
 * The bot and the channel as a process of their own, so that the judge's work does not keep them from answering. Ends
 * with the process that started it.
 */

const [seed = '1', botTimeoutMs = '700'] = process.argv.slice(2)
const calls: OutsideCalls = { turns: [], handbacks: [], deliveries: [] }
let isCalm = false
const play = { calls, random: seeded(Number(seed)), isCalm: () => isCalm }
const [bot, channel] = await Promise.all([aMoodyBot(play, Number(botTimeoutMs)), aFlakyChannel(play)])

const tell = (told: Told) => process.send?.(told)
process.on('disconnect', () => process.exit(0))
process.on('message', (ask: Ask) => {
  switch (ask) {
    case 'be calm':
      isCalm = true
      return tell({ what: ask })
    case 'what came?':
      return tell({ what: ask, calls })
    default:
      return ask satisfies never
  }
})
tell({ what: 'there', botUrl: bot.url, channelUrl: channel.url })
