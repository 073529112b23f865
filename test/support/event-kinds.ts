import type { Entry } from '../../lib/protocol/entry.ts'

/** The kinds of entries that are events: the expectation of the tests, apart from the code's own list. */
export const EVENT_KINDS: readonly Entry['kind'][] = [
  'paused',
  'assigned',
  'transferred',
  'declined',
  'snoozed',
  'woken',
  'alerted',
  'acknowledged',
  'resumed',
  'rated',
  'undeliverable',
  'supervised',
  'reviewed',
]
