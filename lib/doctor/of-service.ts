import type { ChoiceFacts, PersonFacts, ServiceFacts } from './facts.ts'
import { type Finding, finding } from './findings.ts'

/** Most that two clocks may differ. A signed call is refused after five minutes, and tokens expire by the clock. */
const MAX_CLOCK_MS = 60_000

/** Finds what is wrong with the address, the version and the clocks. */
export function findInService(service: ServiceFacts, ownVersion: string): readonly Finding[] {
  switch (service.status) {
    case 'unreachable':
      return [finding('address.unreachable', { address: service.address, reason: service.reason })]
    case 'foreign': {
      const { address, answered, right } = service
      return right === undefined
        ? [finding('address.foreign', { address, answered })]
        : [finding('address.path', { address, right }, { command: `doctor --url ${right}` })]
    }
    case 'reached':
      return [...versionOf(service.version, ownVersion), ...clockOf(service.aheadMs)]
    default:
      return service satisfies never
  }
}

function versionOf(server: string | undefined, own: string): readonly Finding[] {
  return server === own ? [] : [finding('version.differs', { server: server ?? '?', own })]
}

function clockOf(aheadMs = 0): readonly Finding[] {
  if (Math.abs(aheadMs) <= MAX_CLOCK_MS) return []
  const seconds = String(Math.round(Math.abs(aheadMs) / 1000))
  return [finding('clock.off', { seconds, direction: aheadMs > 0 ? 'ahead' : 'behind' })]
}

/** Finds why the token does not do. */
export function findInPerson(person: PersonFacts): readonly Finding[] {
  switch (person.status) {
    case 'no_token':
      return [finding('token.missing', {})]
    case 'refused':
      return [
        person.code === 'auth.expired'
          ? finding('token.expired', {})
          : person.code === 'auth.forbidden'
            ? finding('token.role', { roles: '' })
            : finding('token.refused', { reason: person.detail }),
      ]
    case 'known':
      return person.isAdmin ? [] : [finding('token.role', { roles: person.roles.join(', ') })]
    default:
      return person satisfies never
  }
}

/** Finds why no bot can be looked at. */
export function findInChoice(choice: ChoiceFacts): readonly Finding[] {
  switch (choice.status) {
    case 'none':
      return [finding('bots.none', {}, { command: 'bots create <id>' })]
    case 'unknown': {
      const { botId, ids } = choice
      return [finding('bot.unknown', { botId, ids: ids.join(', ') || '–' }, { command: `bots create ${botId}` })]
    }
    case 'chosen':
      return []
    default:
      return choice satisfies never
  }
}
