import type { OnlineAgent } from '../../../../lib/protocol/agents.ts'

/** An agent to choose from. */
export interface Colleague {
  readonly id: string
  readonly name: string
  /** The id, where two agents have the same name. */
  readonly more?: string
}

const nameOf = ({ id, name = id }: OnlineAgent) => name

/** Lists the agents to whom a conversation can go: all but those in `without`. */
export function colleaguesIn(online: readonly OnlineAgent[], without: ReadonlySet<string>): readonly Colleague[] {
  const seen = new Map<string, number>()
  for (const agent of online) seen.set(nameOf(agent), (seen.get(nameOf(agent)) ?? 0) + 1)
  return online
    .filter(({ id }) => !without.has(id))
    .map(agent => {
      const { id } = agent
      const name = nameOf(agent)
      return { id, name, ...((seen.get(name) ?? 0) > 1 && { more: id }) }
    })
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
