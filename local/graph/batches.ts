import type { Instant } from '../../lib/session/session.ts'
import type { App, Json, Page } from './types.ts'

/** An event for one application. */
export interface Notice {
  readonly app: App
  readonly page: Page
  readonly channel: 'messaging' | 'standby'
  /** The conversation. */
  readonly key: string
  readonly event: Json
}

/** How deliveries differ from one request for each event, in order. Numbers are probabilities. */
export interface Disturbance {
  /** That an event changes places with its successor. */
  readonly reorder: number
  /** That an event is delivered twice. */
  readonly duplicate: number
  /** That an event shares the request of the one before. */
  readonly batch: number
  /** The longest wait before a delivery. */
  readonly delayMs: number
  readonly random: () => number
}

/** Puts events into requests, by chance. */
export const batches = (
  notices: readonly Notice[],
  { reorder, duplicate, batch, random }: Disturbance,
): readonly (readonly Notice[])[] => {
  const order = notices.flatMap(notice => (random() < duplicate ? [notice, notice] : [notice]))
  for (let index = 0; index + 1 < order.length; index++) {
    const [one, other] = [order[index], order[index + 1]]
    if (one !== undefined && other !== undefined && random() < reorder) {
      order[index] = other
      order[index + 1] = one
    }
  }
  const requests: Notice[][] = []
  for (const notice of order) {
    const last = requests.at(-1)
    if (last !== undefined && random() < batch) last.push(notice)
    else requests.push([notice])
  }
  return requests
}

interface Entry {
  readonly id: string
  readonly time: Instant
  readonly messaging?: Json[]
  readonly standby?: Json[]
}

/**
 * The body of a request. Neighbours of one page share an entry or have one each, by chance: the documentation speaks of one
 * event in `messaging`, and says that receivers must go through both lists.
 */
export const notificationOf = (notices: readonly Notice[], time: Instant, random: () => number = () => 1): Json => {
  const entry: Entry[] = []
  for (const { page, channel, event } of notices) {
    const last = entry.at(-1)
    const list = last?.id === page.id ? last[channel] : undefined
    if (list !== undefined && random() < 0.5) list.push(event)
    else entry.push({ id: page.id, time, [channel]: [event] })
  }
  return { object: 'page', entry }
}
