import { defined } from '../../../../lib/defined.ts'
import type { Entry } from '../../../../lib/protocol/entry.ts'
import type { Holder } from '../../messages.ts'

/**
 * Returns the holder of the conversation, from the newest change of control. The server's `isPaused` wins if the two
 * differ.
 */
export function holderOf(entries: readonly Entry[], isPaused: boolean | undefined): Holder {
  for (const entry of entries.toReversed()) {
    const holder = holderAfter(entry)
    if (holder === undefined) continue
    if (isPaused === undefined || isPaused === (holder.holder !== 'bot')) return holder
    break
  }
  return isPaused === true ? { holder: 'waiting' } : { holder: 'bot' }
}

function holderAfter(entry: Entry): Holder | undefined {
  switch (entry.kind) {
    case 'resumed':
      return { holder: 'bot' }
    case 'assigned':
      return person(entry.agent.name)
    case 'transferred':
      return entry.to ? person(entry.to.name) : { holder: 'waiting' }
    case 'paused':
      return entry.by.type === 'agent' ? person(entry.by.name) : { holder: 'waiting' }
    default:
      return undefined
  }
}

function person(name: string | undefined): Holder {
  return { holder: 'person', ...defined({ name }) }
}
