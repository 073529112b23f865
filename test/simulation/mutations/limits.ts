import { ana } from '../../support/people.ts'
import { asks, asksAndDelivers, gate } from '../configs.ts'
import { scopesWith } from '../explored-world.ts'
import { CHANNEL_URL, postedBy } from '../outside.ts'
import { agentPauses, agentResumes, anaPausesTwice, cast, clock, dispatcher, userSays } from '../roles.ts'
import { carriedOutOnce, inOrder, type Look, onlooker } from './onlookers.ts'

/** The pause is acknowledged while replies of the bot are being sent to the channel. */
const onItsWay: Look = ({ actors }, role) => {
  if (role('ana pauses')?.phase !== 'over') return undefined
  const call = actors
    .flatMap(({ node }) => node?.pending ?? [])
    .find(pending => pending.op === 'post' && postedBy(pending).url === CHANNEL_URL)
  return call && `the pause is acknowledged, and message ${postedBy(call).body.seq} is on its way to the channel`
}

const cameTwice: Look = ({ facts: { delivered } }) => {
  const seqs = delivered.map(({ seq }) => seq)
  const twice = seqs.find((seq, index) => seqs.indexOf(seq) < index)
  return twice === undefined ? undefined : `the channel gets message ${twice} twice, under the same webhook-id`
}

/** The limits of the promises, each with an onlooker that reports it. docs/proof.md has the shortest traces. */
export const limits = scopesWith({}, [
  {
    name: 'a pause during a delivery',
    about: 'A pause comes while a message is on its way to the channel.',
    config: asksAndDelivers,
    roles: cast(
      ['user', userSays('m1')],
      ['dispatcher', dispatcher()],
      ['ana pauses', agentPauses(ana, 'p1', { over: 'user' })],
      ['onlooker', onlooker(onItsWay)],
    ),
  },
  {
    name: 'a late pause without an id',
    about: "Botpress' routes have no ids: a pause that timed out is sent again, and its first attempt arrives late.",
    config: gate,
    roles: cast(
      ...anaPausesTwice(),
      ['ana gives back', agentResumes(ana, undefined, { over: 'ana pauses again' })],
      ['onlooker', onlooker(carriedOutOnce)],
    ),
  },
  {
    name: 'a crash after a delivery',
    about: 'A sender dies between sending a message and recording it.',
    config: asksAndDelivers,
    roles: cast(
      ['user', userSays('m1')],
      ['dispatcher', dispatcher()],
      ['clock', clock()],
      ['onlooker', onlooker(cameTwice)],
    ),
    budget: { crashes: 1, jumps: 2 },
  },
  {
    name: 'overlapping turns',
    about: 'Two concurrent messages to a bot that is not serial.',
    config: asks,
    roles: cast(
      ['user', userSays('m1')],
      ['user more', userSays('m2', { begun: 'user' })],
      ['onlooker', onlooker(inOrder)],
    ),
  },
])
