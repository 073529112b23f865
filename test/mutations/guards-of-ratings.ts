import type { Fault } from './guards.ts'

const inFile = (file: string, faults: readonly (readonly [name: string, find: string, replace: string])[]): Fault[] =>
  faults.map(([name, find, replace]) => ({ name, file, find, replace }))

/** Faults in the guards of ratings: whom Interlude asks, until when, and how often it takes one. */
export const faultsOfRatings: readonly Fault[] = [
  ...inFile('verbs/rate.ts', [
    [
      'a record of another episode is rated',
      'if (record?.number !== episode) throw',
      'if (record === undefined) throw',
    ],
    ['every rating is a new one', 'if (given) {', 'if (false && given) {'],
    ['another number of stars is the same rating', 'given.stars === words.stars && ', ''],
    ['another comment is the same rating', ' && given.comment === words.comment', ''],
    ['no rating may be repeated', 'if (!isSame && (', 'if (true || ('],
    ['every rating may be repeated', 'if (!isSame && (', 'if (false && ('],
    ['a command is repeated with other stars', 'id === undefined || id !== given.clientId', 'true'],
    ['a command without an id repeats one without an id', 'id === undefined || id !== given', 'id !== given'],
    ['a user who was not asked gives a rating', 'if (until === undefined) throw', 'if (false) throw'],
    ['an earlier episode is rated', 'if (episode !== newest) throw', 'if (false) throw'],
    ['a rating comes too late', 'if (moment.now >= until) throw', 'if (false) throw'],
    ['a rating comes in the moment of the end', 'moment.now >= until', 'moment.now > until'],
    ['a record forgets who gave the rating', ', ...defined({ clientId: id }) }', ' }'],
    ['a record forgets the rest of the episode', '{ ...record, rating }', '{ number: record.number, rating }'],
    ['a rating is not recorded', 'episodes: [{ ...record, rating }]', 'episodes: []'],
    ['a rating is not logged', "entries: [{ kind: 'rated', by, ...words, episode }]", 'entries: []'],
  ]),
  ...inFile('rating.ts', [
    ['the agent who had the conversation is forgotten', ' || handoff.hadAgent === true', ''],
    ['a user whom no agent had is asked', "handoff.status === 'assigned' || handoff.hadAgent === true", 'true'],
    ['a conversation that nobody rates grows', ' && mayAskForRating(policy)', ''],
    ['a conversation keeps no agent in mind', 'hadAgent(control) && mayAskForRating(policy)', 'false'],
    ['the queue does not decide about ratings', 'forQueue(policy, control.queue).rating', 'policy.rating'],
    ['every user is asked', ' && forQueue(policy, control.queue).rating', ''],
    ['a rating is open without time', 'now + policy.rateWithinMs', 'now'],
  ]),
  ...inFile('policy.ts', [
    ['the queues ask for no rating', 'rating || Object.values(queues).some(queue => queue.rating === true)', 'rating'],
    ['the bot asks for no rating', 'return rating || Object.values(queues)', 'return Object.values(queues)'],
  ]),
  ...inFile('control.ts', [
    ['the log does not say that the user is asked', ', ...asked },', ' },'],
    ['the record does not say that the user is asked', 'defined({ comment, rateUntil, ', 'defined({ comment, '],
    ['the user is not told to give a rating', 'rateUntil === undefined ? [] : tellToRate(session, own)', '[]'],
    ['every user is told to give a rating', 'rateUntil === undefined ? [] : tellToRate', 'tellToRate'],
    ['a wait forgets the agent before it', ', ...afterAgent(control, ofBot) }', ' }'],
  ]),
  ...inFile('tell-user.ts', [
    ['the widget gets words beside its stars', 'if (session.channel === WEB_CHANNEL) return []', ''],
    ['nobody is told to give a rating', 'session.channel === WEB_CHANNEL', 'true'],
  ]),
]
