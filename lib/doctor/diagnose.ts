import type { BotFacts, Facts } from './facts.ts'
import { type Finding, finding } from './findings.ts'
import { findInAlerts } from './of-alerts.ts'
import { findInHandoffs } from './of-handoffs.ts'
import { findInChannels, findInConnector, findInEvents, findInWidget } from './of-servers.ts'
import { findInChoice, findInPerson, findInService } from './of-service.ts'

/** Finds everything that is wrong with an Interlude, as far as the facts show it. Pure. */
export function diagnose({ version, today, service, person, choice, bots = [] }: Facts): readonly Finding[] {
  return [
    ...findInService(service, version),
    ...(person ? findInPerson(person) : []),
    ...(choice ? findInChoice(choice) : []),
    ...bots.flatMap(bot => findInBot(bot, today)),
  ]
}

/** Finds everything that is wrong with a bot. Pure. `today`: the date, such as `2026-12-01`. */
export function findInBot(facts: BotFacts, today: string): readonly Finding[] {
  const { botId, config, keys } = facts
  const found = [
    ...(config.paused
      ? [finding('bot.paused', {}, { field: 'paused', command: `config set paused false --bot ${botId}` })]
      : []),
    ...(config.mode === 'gate' && keys === 0
      ? [finding('bot.no_key', {}, { command: `keys create --bot ${botId}` })]
      : []),
    ...findInConnector(facts),
    ...findInEvents(facts),
    ...findInChannels(facts),
    ...findInHandoffs(facts, today),
    ...findInAlerts(facts),
    ...findInWidget(facts),
  ]
  return found.map(each => ({ ...each, botId }))
}
