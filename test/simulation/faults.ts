import type { PlantedFault } from './plant.ts'

/** A fault that the explorer must find, and where it looks for it first. */
export interface ExploredFault extends PlantedFault {
  readonly scope: string
}

/** Rules left out and conditions weakened, each with a short story that only an unlucky order of steps tells. */
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
    file: 'lib/session/verbs/claim.ts',
    find: '(botPaused || message.epoch !== session.epoch)',
    replace: 'botPaused',
  },
  {
    name: 'watchers are told before the commit',
    scope: 'a watcher',
    file: 'lib/conversations/execute.ts',
    find: 'if (!decision.changed || (await store.commit(version, decision))) {',
    replace:
      'await announce(ports, decision, session.revision, watchers)\n    if (!decision.changed || (await store.commit(version, decision))) {',
  },
  {
    name: 'a commit that came too late counts as one',
    scope: 'two messages',
    file: 'lib/conversations/execute.ts',
    find: '(await store.commit(version, decision))',
    replace: '((await store.commit(version, decision)) || true)',
  },
  {
    name: 'a delivery is no deadline',
    scope: 'a sender dies',
    file: 'lib/session/deadlines.ts',
    find: '    deliveryDeadline(session, policy),\n',
    replace: '',
  },
  {
    name: 'two send the same message',
    scope: 'delivery and the fence',
    file: 'lib/session/verbs/claim.ts',
    find: 'if (moment.now < sending.until) return',
    replace: 'if (false) return',
  },
  {
    name: 'a take-over of an old claim does not meet the fence',
    scope: 'a claim is taken over',
    file: 'lib/session/verbs/claim.ts',
    find: '    if (stopped) {',
    replace: '    if (false) {',
  },
  {
    name: 'what may have been sent is withheld as if it was not',
    scope: 'a claim is taken over',
    file: 'lib/session/verbs/claim.ts',
    find: "({ delivery: 'unknown' } as const)",
    replace: '{}',
  },
  {
    name: 'a turn is answered twice',
    scope: 'a first attempt lives on',
    file: 'lib/session/verbs/reply.ts',
    find: "    case 'answered':\n",
    replace: "    case 'answered':\n      return accept(session, command, of, moment)\n",
  },
  {
    name: 'a pause sent again pauses anew',
    scope: 'pause, unpause, pause',
    file: 'lib/session/verbs/pause.ts',
    find: 'if (known) return unchanged',
    replace: 'if (false) return unchanged',
  },
  {
    name: 'a ping heals all but the last',
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
    name: 'the whole bot is paused, and the reply does not look',
    scope: 'a bot paused as a whole',
    file: 'lib/bots/replies.ts',
    find: 'botPaused: (await app.directory.freshBot(target.botId)).config.paused,',
    replace: 'botPaused: false,',
  },
  {
    name: 'the operator hears at once that the whole bot is paused',
    scope: 'a bot paused as a whole',
    file: 'functions/pause/setup.ts',
    find: 'if (config.paused) await',
    replace: 'if (false) await',
  },
  {
    name: 'an alert answers an alert',
    scope: 'the bot is told',
    file: 'lib/session/verbs/alerted.ts',
    find: '{ ...handoff, alerts: count, deadline: now + policy.realertMs }',
    replace: '{ ...handoff, alerts: count, since: now, deadline: now + policy.realertMs }',
  },
  {
    name: 'the bot counts as told of an episode that it was not told of',
    scope: 'the bot is told',
    file: 'lib/effects/tell.ts',
    find: "if (result.status !== 'ok') {",
    replace: 'if (false as boolean) {',
  },
  {
    name: 'a user is shown no range where there is nothing for them',
    scope: 'a widget',
    file: 'lib/conversations/entry-frames.ts',
    find: '    current.upto = entry.seq\n',
    replace: '    if (shown) current.upto = entry.seq\n',
  },
]
