import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A fault to plant in a copy of the project. */
export interface Planted {
  readonly name: string
  readonly file: string
  /** A text that is in the file exactly once. */
  readonly find: string
  readonly replace: string
}

/** Faults that the simulator must find. */
export const planted: readonly Planted[] = [
  {
    name: 'open turns are forgotten',
    file: 'lib/session/recent.ts',
    find: 'if (isUnfinished(turn) || surplus-- <= 0) return true',
    replace: 'if (index >= all.length - 2) return true',
  },
  {
    name: 'entries are announced before their commit',
    file: 'lib/conversations/execute.ts',
    find: '    if (decision.changed && !(',
    replace: '    await announce(ports, decision, session.revision, watchers)\n    if (decision.changed && !(',
  },
  {
    name: 'a claim ignores the lease of another',
    file: 'lib/session/verbs/claim-delivery.ts',
    find: "if (moment.now < deliveryClaim.until) return unchanged(session, { status: 'busy' })",
    replace: '',
  },
  {
    name: 'an alert is held after it was recorded',
    file: 'lib/session/verbs/record-alert.ts',
    find: 'const control = waitsSince(session, command)',
    replace:
      "const alertsNow = session.control.holder === 'human' && session.control.handoff.status === 'pending' ? session.control.handoff.alerts : 0\n  const control = waitsSince(session, { ...command, alerts: alertsNow })",
  },
  {
    name: 'each conversation has a notice of its own',
    file: 'lib/effects/alert.ts',
    find: 'if (!slot.taken) {\n    log.info',
    replace: "if (!slot.taken && session.id === '') {\n    log.info",
  },
  {
    name: 'a frame says that nothing is missing before it',
    file: 'lib/conversations/entry-frames.ts',
    find: 'after, upto: after, entries: []',
    replace: 'after: 0, upto: after, entries: []',
  },
  {
    name: 'a dispatcher forgets failed records',
    file: 'functions/dispatch/dispatch.ts',
    find: 'return item.map(({ position }) => position)',
    replace: 'return []',
  },
  {
    name: 'a socket that opens a conversation gets the log, but is not added as a watcher',
    file: 'lib/conversations/watching.ts',
    find: 'if (!(await store.setWatchers(version, session, after))) return undefined',
    replace: '',
  },
  {
    name: 'an event that failed counts as sent',
    file: 'lib/effects/events.ts',
    find: 'const upTo = entry.seq - 1',
    replace: 'const upTo = entry.seq',
  },
  {
    name: 'an event that comes while others are sent is forgotten',
    file: 'lib/session/verbs/record-events.ts',
    find: '!failure && upTo >= revision',
    replace: '!failure',
  },
  {
    name: 'an agent gets more conversations than they may have',
    file: 'lib/conversations/room.ts',
    find: 'if (capacity === undefined || agent?.id === undefined || !counts(agent)) return command',
    replace: 'if (true as boolean) return command',
  },
  {
    name: 'a supervised bot answers the user',
    file: 'lib/session/verbs/reply.ts',
    find: '? propose(session, command, of, moment)',
    replace: '? accept(session, command, of, moment)',
  },
  {
    name: 'a commit to SQLite does not check the version',
    file: 'lib/sqlite/writes/sessions.ts',
    find: 'if ((before?.version ?? 0) !== version) return false\n\n',
    replace: '\n',
  },
]

/** Copies the project's code to a folder, with a fault if one is given. */
export function plant(root: string, folder: string, fault?: Planted): string {
  mkdirSync(folder, { recursive: true })
  for (const part of ['lib', 'functions', 'local']) {
    cpSync(join(root, part), join(folder, part), { recursive: true, filter: path => !path.endsWith('.test.ts') })
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  if (fault) {
    const path = join(folder, fault.file)
    const [before, after, ...more] = readFileSync(path, 'utf8').split(fault.find)
    if (before === undefined || after === undefined || more.length > 0) {
      throw new Error(`${fault.file} no longer has the text of this fault once; it must follow the code: ${fault.find}`)
    }
    writeFileSync(path, before + fault.replace + after)
  }
  return folder
}
