import { describe } from 'vitest'
import { ENGINES } from '../../local/options.ts'
import { messengerWorld } from './messenger.ts'
import { messengerStory } from './messenger-story.ts'

describe.each(ENGINES)('the whole story in Messenger over %s', engine => {
  messengerStory(messengerWorld(engine))
})
