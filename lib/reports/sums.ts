import type { StoredTally } from '../ports/reports.ts'
import { add, figuresOf, hoursOf, noFigures, noHours, type Values } from './figures.ts'
import type { AgentKey, QueueKey, Summary } from './summary.ts'

/** The sums of a report, by each of its groups. */
export interface Sums {
  readonly days: ReadonlyMap<string, Values>
  readonly hours: Values
  readonly agents: ReadonlyMap<string, { readonly agent: AgentKey; readonly values: Values }>
  readonly queues: ReadonlyMap<QueueKey, Values>
}

/** Adds up the parts of a report. The names of agents are those of the part that is added first. */
export interface Adding {
  readonly sums: Sums
  tally(tally: StoredTally): void
  summary(summary: Summary): void
}

/** Begins the sums of some days. `queue`: counts only this one. */
export function adding(ofDays: readonly string[], queue: string | undefined): Adding {
  const days = new Map(ofDays.map(day => [day, noFigures()]))
  const hours = noHours()
  const agents = new Map<string, { readonly agent: AgentKey; readonly values: Values }>()
  const queues = new Map<QueueKey, Values>()
  const isWanted = (key: QueueKey) => queue === undefined || key === queue

  const ofQueue = (key: QueueKey) => {
    const values = queues.get(key) ?? noFigures()
    queues.set(key, values)
    return values
  }
  const ofAgent = (agent: AgentKey) => {
    const name = JSON.stringify(agent && 'id' in agent ? agent.id : agent)
    const known = agents.get(name) ?? { agent, values: noFigures() }
    agents.set(name, known)
    return known.values
  }
  const ofDay = (day: string) => {
    const values = days.get(day) ?? noFigures()
    days.set(day, values)
    return values
  }

  return {
    sums: { days, hours, agents, queues },

    tally({ day, queue: own = null, agent = null, counts }) {
      if (!isWanted(own)) return
      const figures = figuresOf(counts)
      add(ofDay(day), figures)
      add(ofQueue(own), figures)
      add(ofAgent(agent), figures)
      add(hours, hoursOf(counts))
    },

    summary({ queues: keys, agents: whose, days: names, rows, byHour, byDay }) {
      // Each place is looked up once for all of its rows.
      const agentAt = atPlaces(whose, ofAgent)
      for (const row of rows) {
        const key = keys[row[0] ?? 0] ?? null
        if (!isWanted(key)) continue
        add(ofQueue(key), row, 2)
        add(agentAt(row[1] ?? 0), row, 2)
      }
      for (const row of byDay) if (isWanted(keys[row[1] ?? 0] ?? null)) add(ofDay(names[row[0] ?? 0] ?? ''), row, 2)
      for (const row of byHour) if (isWanted(keys[row[0] ?? 0] ?? null)) add(hours, row, 1)
    },
  }
}

/** Returns the values of what is at a place of a list. */
function atPlaces<Key>(list: readonly (Key | null)[], of: (key: Key | null) => Values): (place: number) => Values {
  const known: Values[] = []
  return place => {
    const values = known[place] ?? of(list[place] ?? null)
    known[place] = values
    return values
  }
}
