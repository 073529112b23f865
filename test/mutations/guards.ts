/** A fault to plant in a copy of the domain: one of its guards is gone, or no longer what it was. */
export interface Fault {
  readonly name: string
  /** In `lib/session`. */
  readonly file: string
  /** Exactly as it stands in the file, once. */
  readonly find: string
  readonly replace: string
}

const inFile = (file: string, faults: readonly (readonly [name: string, find: string, replace: string])[]): Fault[] =>
  faults.map(([name, find, replace]) => ({ name, file, find, replace }))

/** Every guard of `decide`. Whoever adds one adds it here: else nobody knows that a test needs it. */
export const faults: readonly Fault[] = [
  ...inFile('receive.ts', [
    ['a message sent again is new', 'if (known?.turn) return', 'if (false) return'],
    [
      'the bot is asked while a person holds',
      'const toBot = botHolds && !command.botPaused',
      'const toBot = !command.botPaused',
    ],
    ['a turn is open while a person holds', 'const turn: Turn = botHolds ?', 'const turn: Turn = true ?'],
    [
      'the bot is asked while it is paused as a whole',
      'const toBot = botHolds && !command.botPaused',
      'const toBot = botHolds',
    ],
    ['a bot-wide pause takes from a person who holds', 'botHolds && command.botPaused\n', 'command.botPaused\n'],
    ['a bot-wide pause asks for nobody', 'botHolds && command.botPaused\n', 'false\n'],
    ['what took the conversation is not missed', 'takeFromBot({ ...session, recent }', 'takeFromBot(session'],
    [
      'a retry reopens a closed turn',
      "turn.status !== 'open' || now < turn.until ||",
      "(turn.status === 'open' && now < turn.until) || (turn as { attempt: number }).attempt >= MAX_TURN_ATTEMPTS || false &&",
    ],
    ['a retry takes a turn within its lease', ' || now < turn.until', ''],
    ['the lease includes its end', 'now < turn.until', 'now <= turn.until'],
    ['a retry takes no new lease', '{ patch: { recent: setTurn(session.recent, seq, taken) } }', '{}'],
    [
      'what the user says does not end idleness',
      'firstUnanswered(session) ? notIdle(session.control, now, policy) : session.control',
      'session.control',
    ],
    ['whoever writes to a silent agent waits for ever', "preview?.from !== 'user'", 'true'],
    ['a flood is taken in whole', 'toBot && countOpenTurns(session.recent) >= MAX_OPEN_TURNS', 'false'],
    ['a client that retries keeps its user from a person', ' || turn.attempt >= MAX_TURN_ATTEMPTS', ''],
    ['attempts are not counted', 'attempt: turn.attempt + 1', 'attempt: 1'],
    ['attributes are written again', 'attributesHash === user.attributesHash ?', 'false ?'],
  ]),
  ...inFile('reply.ts', [
    ['a draft is remembered by an entry to come', " && turn.status === 'answered'", ''],
    ['a reply sent again is said again', 'if (known) return', 'if (false) return'],
    ['a reply of another epoch is accepted', 'if (command.epoch !== session.epoch) return', 'if (false) return'],
    ['a paused bot still answers', 'if (command.botPaused) return', 'if (false) return'],
    ['a serial bot need not wait', 'if (command.serial && olderTurnIsOpen(session, of)) return', 'if (false) return'],
    ['every bot waits as a serial one', 'if (command.serial && olderTurnIsOpen', 'if (olderTurnIsOpen'],
    ['a serial reply waits for younger turns', 'seq < of', 'seq !== of'],
    [
      'a held turn accepts the reply',
      'return keepDraft(session, command, of, now)',
      'return accept(session, command, of, now, policy)',
    ],
    [
      'a turn is answered twice',
      "    case 'answered':\n",
      "    case 'answered':\n      return accept(session, command, of, now, policy)\n",
    ],
    [
      'a draft is kept twice',
      "    case 'draft':\n",
      "    case 'draft':\n      return keepDraft(session, command, of, now)\n",
    ],
    [
      'a reply without a turn is accepted',
      '    case undefined:\n',
      '    case undefined:\n      return accept(session, command, of, now, policy)\n',
    ],
    ['the bot speaks up while a person holds', "session.control.holder === 'bot' && command.epoch", 'command.epoch'],
    ['the bot speaks up past its epoch', 'command.epoch === session.epoch && !command.botPaused', '!command.botPaused'],
    [
      'a paused bot speaks up',
      'command.epoch === session.epoch && !command.botPaused',
      'command.epoch === session.epoch',
    ],
    ['an accepted reply leaves its turn open', ': setTurn(session.recent, of, turn),', ': session.recent,'],
    ['a draft leaves its turn held', "setTurn(session.recent, of, { status: 'draft' })", 'session.recent'],
    [
      'the paused bot leaves its turn held',
      "setTurn(step.patch.recent ?? [], of, { status: 'draft' })",
      'step.patch.recent ?? []',
    ],
    ['what a reply writes is not remembered', 'if (id === undefined) return session.recent', 'return session.recent'],
    ['an empty reply is remembered by an entry to come', ': NOTHING_WRITTEN', ': session.revision + 1'],
    [
      'the answer to a request leaves by the webhook too',
      "(session.delivery === 'people' && of === undefined)",
      "session.delivery === 'people'",
    ],
    [
      'an answer does not tell what the bot knows',
      '{ ...step.patch, ...toldUpTo(session, command.told ?? 0) }',
      '{ ...step.patch }',
    ],
    ['a draft does not tell what the bot knows', '{ recent, ...toldUpTo(session, command.told ?? 0) }', '{ recent }'],
  ]),
  ...inFile('fail.ts', [
    [
      'a closed turn fails',
      "turn?.status !== 'open' || turn.attempt !== command.attempt",
      'turn && (turn as { attempt?: number }).attempt !== undefined && (turn as { attempt?: number }).attempt !== command.attempt',
    ],
    ['a try that was taken over fails the turn', ' || turn.attempt !== command.attempt', ''],
  ]),
  ...inFile('say.ts', [
    ['what an agent said is forgotten', 'recent: remember(session.recent, { id, seq })', ''],
    ['what an agent says again is said twice', 'if (known) return', 'if (false) return'],
    ['who speaks first does not take on what waits', "control.handoff.status === 'pending'", 'false'],
    [
      'who speaks takes from who has it',
      "control.holder === 'human' && control.handoff.status === 'pending'",
      "control.holder === 'human'",
    ],
    ['what the agent says does not end idleness', 'control: notIdle(control, now, policy),', ''],
    ['what an agent says stays here', "session.delivery !== 'none' &&", 'false &&'],
  ]),
  ...inFile('note.ts', [
    ['a note is forgotten', '{ recent: remember(session.recent, { id, seq }) }', '{}'],
    ['a note sent again is written twice', 'if (known) return', 'if (false) return'],
  ]),
  ...inFile('identify.ts', [
    ['a new name is no news', 'JSON.stringify(user) === JSON.stringify(session.user)', 'true'],
    ['the same user is written again', 'if (!attributes && ', 'if (false && '],
  ]),
  ...inFile('pause.ts', [
    ['a pause sent again pauses anew', 'if (known) return', 'if (false) return'],
    ['who pauses what is paused pauses anew', 'switch (control.holder) {', "switch ('bot') {"],
    [
      'a pause that changed nothing is forgotten',
      'remember(session.recent, { id, seq: control.seq })',
      'session.recent',
    ],
    ['a pause is forgotten', 'remember(recent, { id, seq })', 'recent'],
  ]),
  ...inFile('unpause.ts', [
    ['an unpause sent again ends a later episode', 'if (known) {', 'if (false) {'],
    ['what the bot holds is given to it', 'switch (control.holder) {', "switch ('human') {"],
    [
      'an unpause that changed nothing is forgotten',
      'remember(session.recent, { id, seq: NOTHING_WRITTEN })',
      'session.recent',
    ],
    ['an unpause is forgotten', 'remember(session.recent, { id, seq }) }', 'session.recent }'],
    ['an unpause that wrote nothing names an entry', 'seq: NOTHING_WRITTEN }', 'seq: session.revision }'],
  ]),
  ...inFile('control.ts', [
    ['who asks again alerts at once', 'quietUntil(session, now, policy) ?? now', 'now'],
    ['nobody alerts twice', ' || now >= alertedAt + policy.realertMs', ''],
    ['an agent who came is forgotten', '{ control: assigned, ...AN_AGENT_CAME }', '{ control: assigned }'],
    ['an agent who paused is forgotten', "by.type === 'agent' ? AN_AGENT_CAME : {}", '{}'],
    ['the bot is idle as an agent is', "control.holder === 'bot' || control.handoff.status", 'control.handoff.status'],
    [
      'a pause is no new epoch',
      'patch: { control, epoch: session.epoch + 1,',
      'patch: { control, epoch: session.epoch,',
    ],
    ['a resume is no new epoch', '      epoch: session.epoch + 1,\n', ''],
    ['a pause leaves turns open', 'recent: holdOpenTurns(session.recent) }', 'recent: session.recent }'],
    ['a pause does not say what it held', '...(held.length > 0 && { held }),', ''],
    ['an episode is not counted', 'const episode = session.episodes + 1', 'const episode = session.episodes || 1'],
    ['who pauses is nobody in particular', "by.type === 'agent'\n", 'false\n'],
    ['the bot is not to be told', '      telling: { at: now + policy.deliveryCheckMs, attempts: 0 },\n', ''],
    [
      'what waits for somebody is never idle, and is',
      "control.holder === 'bot' || control.handoff.status === 'pending'",
      "control.holder === 'bot'",
    ],
  ]),
  ...inFile('tick.ts', [
    [
      'every open turn is overdue',
      'if (deadline === undefined || now < deadline) return',
      'if (deadline === undefined) return',
    ],
    ['no turn is ever overdue', 'if (deadline === undefined || now < deadline) return', 'return'],
    [
      'a turn is overdue without a deadline',
      'if (deadline === undefined || now < deadline) return',
      'if (deadline !== undefined && now < deadline) return',
    ],
    ['people are given up at once', 'if (now < giveUpAt(handoff, policy)) return', 'if (false) return'],
    ['people are never given up', 'if (now < giveUpAt(handoff, policy)) return', 'return'],
    ['the user is not told that nobody came', 'entries: [...step.entries, sorry]', 'entries: step.entries'],
    ['an agent is idle at once', 'if (now < handoff.deadline) return', 'if (false) return'],
    ['an agent is never idle', 'if (now < handoff.deadline) return', 'return'],
    ['a waiting user is left to the bot', "if (session.preview?.from !== 'user') {", 'if (true) {'],
    ['a user who is gone waits for ever', "if (session.preview?.from !== 'user') {", 'if (false) {'],
    ['a transfer leaves the record as it was', 'entries: [transferred], episodes }', 'entries: [transferred] }'],
  ]),
  ...inFile('deadlines.ts', [
    ['an open turn is no deadline', '    turnDeadline(session, policy),\n', ''],
    ['a handoff is no deadline', '    handoffDeadline(session, policy),\n', ''],
    ['a delivery is no deadline', '    deliveryDeadline(session, policy),\n', ''],
    ['a handback is no deadline', '    session.telling?.at,\n', ''],
    ['giving up is no deadline', 'Math.min(handoff.deadline, giveUpAt(handoff, policy))', 'handoff.deadline'],
    ['what is handed is still a deadline', 'outgoing && outgoing.seq > handed ?', 'outgoing ?'],
    ['a claim under way is no deadline', 'if (sending) return sending.until', ''],
  ]),
  ...inFile('delivery.ts', [
    ['two send at once', 'if (now < sending.until) return', 'if (false) return'],
    ['a lease is never over', 'if (now < sending.until) return', 'return'],
    ['a claim includes its end', 'if (now < sending.until) return', 'if (now <= sending.until) return'],
    ['a take-over meets no fence', '    if (stopped) return', '    if (false) return'],
    ['a claim that was cut short looks sure', ", delivery: 'unknown' }", ' }'],
    ['a take-over begins to count anew', 'claimant, sending.attempts, now', 'claimant, 0, now'],
    ['what is settled is sent again', 'if (session.handed >= message.seq) return', 'if (false) return'],
    ['a message overtakes another', "  if (sending) return unchanged(session, { status: 'busy' })\n", ''],
    ['a claim meets no fence', '\n  if (stopped) return', '\n  if (false) return'],
    ['what people say meets the fence', "message.from === 'bot' && (", '('],
    [
      'what the bot says never leaves',
      "message.from === 'bot' && (botPaused || message.epoch !== session.epoch)",
      "message.from === 'bot'",
    ],
    ['a paused bot still sends', 'botPaused || message.epoch', 'message.epoch'],
    ['tries never end', 'if (attemptsBefore > policy.retryMs.length) return', 'if (false) return'],
    ['a claim does not count as handed', 'patch: { handed: seq, sending }', 'patch: { sending }'],
    [
      'what is withheld does not count as handed',
      'patch: { sending: undefined, handed: seq }',
      'patch: { sending: undefined }',
    ],
    ['what is withheld stays claimed', 'patch: { sending: undefined, handed: seq }', 'patch: { handed: seq }'],
    ['anybody settles a claim', 'sending?.seq !== seq || sending.by !== claimant', 'sending?.seq !== seq'],
    [
      'a claim is settled by another message',
      'sending?.seq !== seq || sending.by !== claimant',
      'sending?.by !== claimant',
    ],
    ['deferring never ends', 'if (waitMs === undefined) return giveUp(session, seq, result.reason, now)', ''],
    ['what is deferred stays claimed', "by: '', until: now + waitMs", 'until: now + waitMs'],
    ['what is deferred is tried at once', "by: '', until: now + waitMs", "by: ''"],
  ]),
  ...inFile('alerted.ts', [
    ['the bot was alerted of', "control.holder === 'bot' || control.handoff", 'control.handoff'],
    ['an alert of another episode counts', ' || session.episodes !== episode', ''],
    [
      'an alert that others recorded meanwhile is recorded again',
      'if (handoff.alerts !== alerts) return',
      'if (false) return',
    ],
    [
      'what failed is due at no time',
      "    case 'failed':\n      return dueAgain(now + policy.alertCheckMs)\n",
      "    case 'failed':\n",
    ],
    ['what is held counts as an alert', "    case 'sent': {\n", "    case 'held':\n    case 'sent': {\n"],
    ['what is held is not due again', ': dueAgain(result.until)', ': unchanged(session, null)'],
    ['what is held already is written again', 'handoff.deadline === result.until ?', 'false ?'],
    ['an alert leaves no trace once its episode is over', ', alertedAt: now }', ' }'],
  ]),
  ...inFile('told.ts', [
    [
      'what is not retried is retried',
      'if (!session.telling) return unchanged(session, null)\n  const { attempts } = session.telling\n',
      'const { attempts } = session.telling ?? { attempts: 0 }\n',
    ],
    [
      'what is refused is retried',
      "result === 'deferred' ? policy.retryMs[attempts] : undefined",
      'policy.retryMs[attempts]',
    ],
    [
      'telling never ends',
      'waitMs === undefined ? undefined : { at: now + waitMs',
      'false ? undefined : { at: now + (waitMs ?? 1)',
    ],
    ['the bot is told of what is not over', 'Math.min(episode, ended)', 'episode'],
    ['what the bot knows is forgotten', 'if (upTo <= session.told) return undefined', ''],
    ['a later episode is not told', '...(upTo === ended && { telling: undefined })', 'telling: undefined'],
    ['what was told is told again', '...(upTo === ended && { telling: undefined })', ''],
  ]),
  ...inFile('recent.ts', [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: they are the code's
    ['commands of two verbs meet', '`${verb} ${id}`', '`${id}`'],
    [
      'open turns are forgotten',
      "all.filter(({ turn }) => turn?.status === 'open' || surplus-- <= 0)",
      'all.filter(() => surplus-- <= 0)',
    ],
    ['what a pause closed is forgotten at once', ', FORGOTTEN_AT_ONCE)', ', Number.MAX_SAFE_INTEGER)'],
    ['nothing is ever forgotten', "turn?.status === 'open' || surplus-- <= 0", 'surplus-- < Infinity'],
    ['open turns drive out the newest command', ' - countOpenTurns(all)', ''],
    ['every turn changes with one', 'entry.seq === seq ?', 'entry.turn ?'],
    ['the last open turn counts, not the first', 'turn.until < first', 'turn.until > first'],
  ]),
  ...inFile('decide.ts', [
    ['what is overdue waits for the clock', 'tick(known, now, policy)', 'unchanged(known, null)'],
    [
      'the way out is as it was configured first',
      'delivery === undefined || delivery === session.delivery ?',
      'true ?',
    ],
    ['the tail is of an older commit', 'entries.length === 0 ?', 'true ?'],
  ]),
  ...inFile('change.ts', [
    ['a commit without entries is an event', 'if (entries.length === 0) return session\n', ''],
    ['an entry has the epoch before', 'epoch: patched.epoch,', 'epoch: session.epoch,'],
    ['steady traffic puts off the look after the webhook', 'waitingSince(session) ?? now', 'now'],
    ['two entries share a place', 'seq: session.revision + 1 + index,', 'seq: session.revision + 1,'],
    ['a person was heard whoever spoke', "message.by.type === 'user') &&", 'true) &&'],
    ['what is overdue is not written', 'entries: [...first.entries, ...second.entries]', 'entries: second.entries'],
    [
      'an overdue episode is not recorded',
      'episodes: [...first.episodes, ...second.episodes]',
      'episodes: second.episodes',
    ],
  ]),
]
