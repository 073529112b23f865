import { afterAll, describe, expect } from 'vitest'
import { messengerOver } from '../e2e/messenger.ts'
import { messengerRaces } from '../e2e/messenger-races.ts'
import { messengerStory } from '../e2e/messenger-story.ts'
import { deployedWorld } from './deployed-world.ts'

/** Short, so that the users of one bot do not wait for each other's alerts. */
const POLICY = { alertGatherMs: 100 }

describe('Messenger over the packaged functions', () => {
  const messenger = messengerOver(graphOf => deployedWorld(POLICY, graphOf))

  describe('the whole story', () => messengerStory(messenger))
  describe('a pause', () =>
    messengerRaces(messenger, {
      where: 'packaged',
      races: 25,
      atOnce: 4,
      atLeast: { inFull: 1, none: 3 },
    }))

  afterAll(() => expect(messenger.world.failures).toEqual([]))
})
