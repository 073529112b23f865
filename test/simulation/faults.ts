import type { PlantedFault } from './plant.ts'

/** A fault that the explorer must find, and the scope that it searches first. */
export interface ExploredFault extends PlantedFault {
  readonly scope: string
}

/** Removed rules and weakened conditions, each with a short story that only an unlucky order of steps shows. */
export const exploredFaults: readonly ExploredFault[] = [
  {
    name: 'a reply ignores that its turn was held',
    scope: 'a message, sent again',
    file: 'lib/session/verbs/reply.ts',
    find: 'return keepDraft(session, command, of, moment)',
    replace: 'return accept(session, command, of, moment)',
  },
  {
    name: 'a claim ignores the epoch',
    scope: 'delivery and the fence',
    file: 'lib/session/verbs/claim-delivery.ts',
    find: '(botPaused || message.epoch !== session.epoch)',
    replace: 'botPaused',
  },
  {
    name: 'watchers get entries before the commit',
    scope: 'a watcher',
    file: 'lib/conversations/execute.ts',
    find: 'if (decision.changed && !(await store.commit(version, decision))) return undefined',
    replace:
      'await announce(ports, decision, session.revision, watchers)\n    if (decision.changed && !(await store.commit(version, decision))) return undefined',
  },
  {
    name: 'a commit at an old version counts as successful',
    scope: 'two messages',
    file: 'lib/conversations/execute.ts',
    find: '(await store.commit(version, decision))',
    replace: '((await store.commit(version, decision)) || true)',
  },
  {
    name: 'a delivery has no deadline',
    scope: 'a sender dies',
    file: 'lib/session/deadlines.ts',
    find: '    deliveryDeadline(session, policy),\n',
    replace: '',
  },
  {
    name: 'two dispatchers send the same message',
    scope: 'delivery and the fence',
    file: 'lib/session/verbs/claim-delivery.ts',
    find: 'if (moment.now < deliveryClaim.until) return',
    replace: 'if (false) return',
  },
  {
    name: 'a take-over of an old claim skips the fence',
    scope: 'a claim is taken over',
    file: 'lib/session/verbs/claim-delivery.ts',
    find: '    if (stopped) {',
    replace: '    if (false) {',
  },
  {
    name: 'a message that may have been sent is withheld as not sent',
    scope: 'a claim is taken over',
    file: 'lib/session/verbs/claim-delivery.ts',
    find: "({ delivery: 'unknown' } as const)",
    replace: '{}',
  },
  {
    name: 'a turn is answered twice',
    scope: 'an attempt outlives its lease',
    file: 'lib/session/verbs/reply.ts',
    find: "    case 'answered':\n",
    replace: "    case 'answered':\n      return accept(session, command, of, moment)\n",
  },
  {
    name: 'a repeated pause starts a new episode',
    scope: 'pause, unpause, pause',
    file: 'lib/session/once.ts',
    find: 'if (known) return unchanged',
    replace: 'if (false as boolean && known) return unchanged',
  },
  {
    name: 'a claim takes the conversation from its agent',
    scope: 'two agents, one handoff',
    file: 'lib/session/verbs/claim.ts',
    find: "if (handoff.status === 'pending') return",
    replace: 'if (true as boolean) return',
  },
  {
    name: 'a claim of another agent counts as carried out',
    scope: 'two agents, one handoff',
    file: 'lib/session/verbs/claim.ts',
    find: "throw refused(session, 'handoff.already_claimed', NOT_TAKEN)",
    replace: 'return control.seq',
  },
  {
    name: 'a released conversation keeps its agent',
    scope: 'two agents, one handoff',
    file: 'lib/session/control.ts',
    find: 'patch: { control: waiting },',
    replace: 'patch: {},',
  },
  {
    name: 'a ping brings all missing entries but the last',
    scope: 'a watcher',
    file: 'functions/agent-ws/frames/ping.ts',
    find: 'cursor < session.revision',
    replace: 'cursor + 1 < session.revision',
  },
  {
    name: 'a pause leaves turns open',
    scope: 'a message, sent again',
    file: 'lib/session/control.ts',
    find: 'recent: holdOpenTurns(session.recent) }',
    replace: 'recent: session.recent }',
  },
  {
    name: 'a reply ignores a bot-wide pause',
    scope: 'a bot-wide pause',
    file: 'lib/bots/replies.ts',
    find: 'botPaused: (await app.directory.freshBot(target.botId)).config.paused,',
    replace: 'botPaused: false,',
  },
  {
    name: 'a bot-wide pause is acknowledged at once',
    scope: 'a bot-wide pause',
    file: 'functions/setup/bots.ts',
    find: 'if (config.paused) await',
    replace: 'if (false) await',
  },
  {
    name: 'an alert restarts the wait',
    scope: 'handbacks to the bot',
    file: 'lib/session/verbs/record-alert.ts',
    find: '{ ...handoff, alerts: count, deadline: now + policy.realertMs }',
    replace: '{ ...handoff, alerts: count, since: now, deadline: now + policy.realertMs }',
  },
  {
    name: 'a failed handback counts as received',
    scope: 'handbacks to the bot',
    file: 'lib/effects/hand-back.ts',
    find: "if (result.status !== 'ok') {",
    replace: 'if (false as boolean) {',
  },
  {
    name: 'a range ends at the last entry that the user sees',
    scope: 'a widget',
    file: 'lib/conversations/entry-frames.ts',
    find: '    current.upto = entry.seq\n',
    replace: '    if (shown) current.upto = entry.seq\n',
  },
]
