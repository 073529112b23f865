import type { BotAgent } from '../../../../lib/protocol/agents.ts'

/** An agent to choose from. */
export interface Colleague {
  readonly id: string
  readonly name: string
  /** The id, where two agents have the same name. */
  readonly more?: string
  /** Why the agent cannot be chosen. */
  readonly not?: 'away' | 'full'
  readonly load: number
  readonly capacity?: number
}

const nameOf = ({ id, name = id }: BotAgent) => name

/** Lists the agents who are connected, without those in `without`: those who take the conversation come first. */
export function colleaguesIn(agents: readonly BotAgent[], without: ReadonlySet<string>): readonly Colleague[] {
  const connected = agents.filter(({ status }) => status !== 'offline')
  const seen = new Map<string, number>()
  for (const agent of connected) seen.set(nameOf(agent), (seen.get(nameOf(agent)) ?? 0) + 1)
  const all = connected
    .filter(({ id }) => !without.has(id))
    .map((agent): Colleague => {
      const { id, load, capacity } = agent
      const [name, not] = [nameOf(agent), whyNot(agent)]
      return {
        id,
        name,
        ...((seen.get(name) ?? 0) > 1 && { more: id }),
        ...(not && { not }),
        load,
        ...(capacity !== undefined && { capacity }),
      }
    })
  return [...all.filter(({ not }) => !not), ...all.filter(({ not }) => not)]
}

function whyNot({ status, load, capacity }: BotAgent): Colleague['not'] {
  if (status === 'away') return 'away'
  return capacity !== undefined && load >= capacity ? 'full' : undefined
}

/**
 * Returns the colleagues whose name or id contains a text, whatever its case and accents, and the chosen one: what an
 * agent chose stays in sight.
 */
export function matching(
  colleagues: readonly Colleague[],
  text: string,
  chosenId: string | undefined,
): readonly Colleague[] {
  const sought = folded(text.trim())
  return colleagues.filter(
    ({ id, name }) => id === chosenId || folded(name).includes(sought) || folded(id).includes(sought),
  )
}

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
