import type { Fault } from './guards.ts'

const inFile = (file: string, faults: readonly (readonly [name: string, find: string, replace: string])[]): Fault[] =>
  faults.map(([name, find, replace]) => ({ name, file, find, replace }))

/** Faults in the guards of reports: which decisions count, on which day, for whom, and how long each part took. */
export const faultsOfReports: readonly Fault[] = [
  ...inFile('tally.ts', [
    ['every record of an ended episode counts its end', 'ended.seq > revision', 'true'],
    ['every record counts its rating', 'rating.seq > revision', 'false'],
    ['a day is one of UTC', 'wallTime(timeZone, ended.at).date', "wallTime('UTC', ended.at).date"],
    ['the queue is forgotten', '...defined({ queue: episode.queue }), ', ''],
    ['the agent who lost the conversation gets no credit', 'agent ?? ended?.earlier?.agent', 'agent'],
    ['the first agent gets the credit', 'agent ?? ended?.earlier?.agent', 'ended?.earlier?.agent ?? agent'],
    ['a wait lasts until the last assignment', 'earlier?.firstAssignedAt ?? episode.assignedAt', 'episode.assignedAt'],
    ['the hour is the one of the end', 'wallTime(timeZone, startedAt).time', 'wallTime(timeZone, at).time'],
    ['a wait without an agent is one with an agent', 'assignedAt === undefined\n', '(false as boolean)\n'],
    ['an answer is counted that nobody gave', 'firstAnswerAt !== undefined && durations', 'durations'],
    ['the bound of a bucket is in the next one', 'ms <= bound', 'ms < bound'],
    ['the longest waits are in the first bucket', 'bucket < 0 ? 6', 'bucket < 0 ? 0'],
  ]),
  ...inFile('control.ts', [
    ['each message is the first answer', ' || control.firstAnswerAt !== undefined', ''],
    ['a conversation that waits forgets its agent', '{ ...left(control), ...defined', '{ ...control, ...defined'],
    ['a transfer forgets the first agent', 'left(control), to, moment', 'control, to, moment'],
    ['the second agent is the first', 'earlier?.firstAssignedAt ?? assignedAt }', 'assignedAt }'],
    ['the record forgets the first answer', 'firstAnswerAt: control.firstAnswerAt, ', ''],
    ['the record forgets the earlier agents', ', earlier: control.earlier }', ' }'],
  ]),
  ...inFile('verbs/say.ts', [
    [
      'no message is an answer',
      'control: answered(changes.control ?? notIdle(control, moment), moment),',
      'control: changes.control ?? notIdle(control, moment),',
    ],
  ]),
]
