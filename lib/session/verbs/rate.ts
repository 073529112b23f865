import { defined } from '../../defined.ts'
import { ratingOf } from '../../protocol/cause.ts'
import { InterludeError } from '../../protocol/problem.ts'
import { type Change, change, unchanged } from '../change.ts'
import type { Moment } from '../policy.ts'
import type { Rate, Rated } from '../rating-commands.ts'
import { endedEpisodes, type Session } from '../session.ts'

/**
 * Records the user's rating of the newest episode that has ended, in its record and in the log. The same rating again, or
 * another one with the same id, changes nothing and is answered as the first. Throws `rating.given` if the user has given
 * another one, and `rating.not_open` if they were not asked, or too long ago, or a later episode has ended since.
 */
export function rate(session: Session, command: Rate, moment: Moment): Change<Rated> {
  const { by, id, record } = command
  const newest = endedEpisodes(session)
  const { episode = newest } = command
  if (record?.number !== episode) throw notOpen('no such part of people has ended')
  const words = ratingOf(command)
  const given = record.rating
  if (given) {
    const isSame = given.stars === words.stars && given.comment === words.comment
    if (!isSame && (id === undefined || id !== given.clientId)) {
      throw new InterludeError('rating.given', 'the user has rated this part of people before')
    }
    return unchanged(session, { episode, rating: given, duplicate: true })
  }
  const until = record.ended?.rateUntil
  if (until === undefined) throw notOpen('the user was not asked for a rating')
  if (episode !== newest) throw notOpen('a later part of people has ended since')
  if (moment.now >= until) throw notOpen('the time for a rating is over')
  const rating = { seq: session.revision + 1, at: moment.now, ...words, ...defined({ clientId: id }) }
  return change(
    session,
    moment,
    { entries: [{ kind: 'rated', by, ...words, episode }], episodes: [{ ...record, rating }] },
    { episode, rating, duplicate: false },
  )
}

function notOpen(detail: string): InterludeError {
  return new InterludeError('rating.not_open', detail)
}
