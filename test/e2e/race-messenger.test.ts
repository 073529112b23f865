import { describe } from 'vitest'
import { ENGINES } from '../../local/options.ts'
import { messengerWorld } from './messenger.ts'
import { messengerRaces } from './messenger-races.ts'

describe.each(ENGINES)('a pause in Messenger over %s', engine => {
  messengerRaces(messengerWorld(engine), {
    where: engine,
    races: 500,
    atOnce: 25,
    atLeast: { inFull: 5, none: 25 },
  })
})
