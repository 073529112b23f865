import type { Fault } from './guards.ts'

const inFile = (file: string, faults: readonly (readonly [name: string, find: string, replace: string])[]): Fault[] =>
  faults.map(([name, find, replace]) => ({ name, file, find, replace }))

/** Faults in the guards of the texts that Interlude sends to the user, and of the user's commands. */
export const faultsOfTexts: readonly Fault[] = [
  ...inFile('end-command.ts', [
    ['a command counts in its letter case alone', 'text.trim().toLowerCase()', 'text.trim()'],
    ['a long text that begins with a command ends the part of people', 'rest.length > 0 || ', ''],
    ['no message is a command', 'said(command) === said(text)', 'false'],
    ['a part of a message is a command', 'said(command) === said(text)', "said(text).startsWith('t')"],
  ]),
  ...inFile('verbs/receive.ts', [
    ['a command to end does not end', 'const step = endsPeople ?', 'const step = false ?'],
    ['a command does not say that it is one', '(isEnd && {', '(false && {'],
    ['the log has the end before the command', 'moment, byUser, messages)', 'moment, byUser)'],
    ['a command is not the end by the user', "outcome: 'cancelled' } as const", "outcome: 'returned' } as const"],
  ]),
  ...inFile('control.ts', [
    [
      'an end after a command has the place of the command',
      'session.revision + after.length + 1,\n    at: now,',
      'session.revision + 1,\n    at: now,',
    ],
    [
      'a message does not end the warned time',
      'const { warned: _, ...handoff } = control.handoff',
      'const handoff = control.handoff',
    ],
  ]),
  ...inFile('deadlines.ts', [
    ['a user who waits is warned', " || preview?.from === 'user'", ''],
    ['a user is warned again and again', ' || handoff.warned', ''],
    ['a warning has no deadline', 'idleWarningAt(session, control, policy) ?? ', ''],
    [
      'a warning may come at the start of the idle time',
      'Math.min(idleWarningMs, Math.floor(idleMs / 2))',
      'idleWarningMs',
    ],
    ['no user is warned', '? undefined : handoff.deadline - before', '? undefined : undefined'],
  ]),
  ...inFile('idle.ts', [
    [
      'a late warning does not move the end',
      'Math.max(handoff.deadline, now + (warningMs(own) ?? 0))',
      'handoff.deadline',
    ],
    ['a warning always moves the end', 'Math.max(handoff.deadline, now + (warningMs(own) ?? 0))', 'now + 1_000_000'],
    ['the user is not told that the end is near', "tellUser(session, 'idleWarning', own)", '[]'],
    ['a warning is not remembered', ', warned: true }', ' }'],
  ]),
  ...inFile('tell-user.ts', [
    ['a closed queue looks open', '!hours || isOpen(hours, now)', 'true'],
    ['an open queue looks closed', '!hours || isOpen(hours, now)', '!hours'],
  ]),
  ...inFile('verbs/tell-position.ts', [
    ['a user of an older episode is told a place', ' || session.episodes !== episode', ''],
    ['a place is told without its guard', 'if (!mayTellPosition', 'if (false && !mayTellPosition'],
    ['a place that was told is not remembered', 'patch = { control: { ...control, handoff } }', 'patch = {}'],
  ]),
  ...inFile('position.ts', [
    ['a place is told outside the hours', '(policy.hours && !isOpen(policy.hours, now))', 'false'],
    ['the same place is told again', 'position !== told.position && ', ''],
    ['far places are told again', ' && position <= FRONT', ''],
    ['places are told again and again', ' && now >= told.at + policy.positionEveryMs', ''],
    ['a place is told only once', 'return position !== told.position', 'return false && position !== told.position'],
  ]),
  ...inFile('hours.ts', [
    ['the hours do not begin at their start', 'from <= time', 'from < time'],
    ['the hours contain their end', 'time < to', 'time <= to'],
  ]),
]
