/** A fault to plant in a copy of the domain: one of its guards is removed or changed. */
export interface Fault {
  readonly name: string
  /** In `lib/session`. */
  readonly file: string
  /** A text that is in the file exactly once. */
  readonly find: string
  readonly replace: string
}

const inFile = (file: string, faults: readonly (readonly [name: string, find: string, replace: string])[]): Fault[] =>
  faults.map(([name, find, replace]) => ({ name, file, find, replace }))

/** A fault for each guard of `decide`. Add one for each new guard: else no test shows that it is needed. */
export const faults: readonly Fault[] = [
  ...inFile('verbs/receive.ts', [
    ['a message sent again is new', 'if (known?.turn) return', 'if (false) return'],
    [
      'the bot is asked while people have control',
      'const toBot = botHolds && !command.botPaused',
      'const toBot = !command.botPaused',
    ],
    ['a turn is opened while people have control', 'const turn: Turn = botHolds ?', 'const turn: Turn = true ?'],
    [
      'the bot is asked while it is paused as a whole',
      'const toBot = botHolds && !command.botPaused',
      'const toBot = botHolds',
    ],
    ['a bot-wide pause takes the conversation from people', 'botHolds && command.botPaused\n', 'command.botPaused\n'],
    ['a bot-wide pause starts no handoff', 'botHolds && command.botPaused\n', 'false\n'],
    [
      'the message that starts a bot-wide pause does not count as missed',
      'takeFromBot({ ...session, ...memory }',
      'takeFromBot(session',
    ],
    [
      'a retry reopens a closed turn',
      "turn.status !== 'open' || moment.now < turn.until ||",
      "(turn.status === 'open' && moment.now < turn.until) || (turn as { attempt: number }).attempt >= MAX_TURN_ATTEMPTS || false &&",
    ],
    ['a retry takes a turn within its lease', ' || moment.now < turn.until', ''],
    ['the lease includes its end', 'moment.now < turn.until', 'moment.now <= turn.until'],
    ['a retry takes no new lease', '{ patch: { recent: setTurn(session.recent, seq, taken) } }', '{}'],
    [
      'a message of the user does not renew the idle deadline',
      'firstUnanswered(session) ? notIdle(session.control, moment) : session.control',
      'session.control',
    ],
    ['each message to a silent agent renews the idle deadline', "preview?.from !== 'user'", 'true'],
    ['open turns have no limit', 'toBot && countOpenTurns(session.recent) >= MAX_OPEN_TURNS', 'false'],
    ['a message has no limit of attempts', ' || turn.attempt >= MAX_TURN_ATTEMPTS', ''],
    ['attempts are not counted', 'turn.attempt + 1, ', '1, '],
    ['a retry forgets which handbacks its message brings', ', turn.handbacksUpTo)', ', undefined)'],
    ['a message does not record which handbacks it brings', ', handbacksUpTo(session))', ', undefined)'],
    ['an old message is accepted without a lookup', 'if (isUnsure(session, command)) return', 'if (false) return'],
    ['a message that was looked up is looked up again', ' || lookedUp) return', ') return'],
    ['a message without an id is looked up', 'if (id === undefined || sentAt', 'if (sentAt'],
    ['every piece carries the id', 'index === 0 && id !== undefined', 'id !== undefined'],
    ['every piece carries the send time', 'index === 0 && sentAt !== undefined', 'sentAt !== undefined'],
  ]),
  ...inFile('profile.ts', [
    ['the same attributes set the name again', '!isNews(user, attributes)) return', 'false) return'],
    ['attributes are written again', '...(!isSame && {', '...(true && {'],
    ['an attribute is not removed', 'update[name] === null', 'false'],
    ['attributes that a message leaves out are removed', 'new Map(Object.entries(known)', 'new Map(Object.entries({})'],
    ['attributes have no limit', 'after > MAX_ATTRIBUTES_CHARS', 'false'],
    ['a replaced attribute counts twice', 'chars - before', 'chars'],
    ['any attribute sets the name again', '(tellsName(attributes) ?', '(true ?'],
    ['a part of the name replaces the whole name', 'nameFrom(merged)', 'nameFrom(attributes)'],
    ['a dropped attribute is not reported', 'dropped.length > 0 && { dropped }', 'false && { dropped }'],
  ]),
  ...inFile('verbs/reply.ts', [
    ['a draft is remembered under the number of a later entry', " && turn.status === 'answered'", ''],
    ['a repeated reply is logged again', 'if (known) return', 'if (false) return'],
    ['a reply of another epoch is accepted', 'if (command.epoch !== session.epoch) return', 'if (false) return'],
    ['a paused bot still answers', 'if (command.botPaused) return', 'if (false) return'],
    [
      'a serial reply does not wait for older turns',
      'if (command.serial && olderTurnIsOpen(session, of)) return',
      'if (false) return',
    ],
    ['every reply waits for older turns', 'if (command.serial && olderTurnIsOpen', 'if (olderTurnIsOpen'],
    ['a serial reply waits for younger turns', 'seq < of', 'seq !== of'],
    [
      'a held turn accepts the reply',
      'return keepDraft(session, command, of, moment)',
      'return accept(session, command, of, moment)',
    ],
    [
      'a turn is answered twice',
      "    case 'answered':\n",
      "    case 'answered':\n      return accept(session, command, of, moment)\n",
    ],
    [
      'a draft is kept twice',
      "    case 'draft':\n",
      "    case 'draft':\n      return keepDraft(session, command, of, moment)\n",
    ],
    [
      'a reply without a turn is accepted',
      '    case undefined:\n',
      '    case undefined:\n      return accept(session, command, of, moment)\n',
    ],
    [
      'an unasked reply is accepted while people have control',
      "session.control.holder === 'bot' && command.epoch",
      'command.epoch',
    ],
    [
      'an unasked reply of another epoch is accepted',
      'command.epoch === session.epoch && !command.botPaused',
      '!command.botPaused',
    ],
    [
      'an unasked reply of a paused bot is accepted',
      'command.epoch === session.epoch && !command.botPaused',
      'command.epoch === session.epoch',
    ],
    [
      'an accepted reply leaves its turn open',
      '{ recent: setTurn(session.recent, of, turn) }',
      '{ recent: session.recent }',
    ],
    ['a draft leaves its turn held', "setTurn(session.recent, of, { status: 'draft' })", 'session.recent'],
    [
      'the draft of a paused bot leaves its turn held',
      "setTurn(step.patch.recent ?? [], of, { status: 'draft' })",
      'step.patch.recent ?? []',
    ],
    [
      'a reply is not remembered',
      'if (id === undefined) return { recent: session.recent }',
      'return { recent: session.recent }',
    ],
    ['an empty reply is remembered under the number of a later entry', ': NOTHING_WRITTEN', ': session.revision + 1'],
    [
      'a reply in the answer of a request is also delivered by webhook',
      "(session.delivery === 'people' && !requestWaits(session, of))",
      "session.delivery === 'people'",
    ],
    ['an unasked reply is not delivered', '!requestWaits(session, of)', 'of === undefined && false'],
    [
      'the reply to an acknowledged message is not delivered',
      "turn?.status === 'open' && !turn.acknowledged",
      "turn?.status === 'open'",
    ],
    [
      'a reply does not mark handbacks as received',
      '{ ...memory, ...step.patch, ...handedBack(session, command.handbacksUpTo ?? 0) }',
      '{ ...memory, ...step.patch }',
    ],
    [
      'a draft does not mark handbacks as received',
      '{ recent, ...handedBack(session, command.handbacksUpTo ?? 0) }',
      '{ recent }',
    ],
  ]),
  ...inFile('verbs/acknowledge.ts', [
    [
      'a late acknowledgement reopens a closed turn',
      "turn?.status !== 'open' || turn.attempt !== attempt",
      '!turn || ((turn as { attempt?: number }).attempt ?? attempt) !== attempt',
    ],
    ['an attempt that was taken over acknowledges the turn', ' || turn.attempt !== attempt', ''],
    ['an acknowledgement does not extend the turn', 'until: moment.now + leaseMs, ', 'until: turn.until, '],
    ['an acknowledgement does not mark handbacks as received', ', ...handedBack(session, handbacksUpTo) }', ' }'],
  ]),
  ...inFile('pieces.ts', [
    ['a later piece does not name the first one', 'if (continued) return { ...content, continues: first }', ''],
  ]),
  ...inFile('verbs/fail.ts', [
    [
      'a closed turn fails',
      "turn?.status !== 'open' || turn.attempt !== command.attempt",
      'turn && (turn as { attempt?: number }).attempt !== undefined && (turn as { attempt?: number }).attempt !== command.attempt',
    ],
    ['an attempt that was taken over fails the turn', ' || turn.attempt !== command.attempt', ''],
  ]),
  ...inFile('verbs/say.ts', [
    ['a message that was sent elsewhere leaves again', ' && !sentElsewhere', ''],
    ['a message that was sent elsewhere never pauses', 'sentElsewhere?.pauses ? ', 'false ? '],
    ['every message that was sent elsewhere pauses', 'sentElsewhere?.pauses ? ', 'sentElsewhere ? '],
    ['a pause by a message forgets which turns it holds', '{ ...session, ...step?.patch }, { id', 'session, { id'],
    ['an agent speaks despite ifHeld', 'command.ifHeld && ', 'false && '],
    ['ifHeld applies to every message', 'command.ifHeld && ', ''],
    ['ifHeld refuses a pending handoff', "handoff.status === 'pending' || ", ''],
    ['ifHeld accepts the conversation of another agent', 'handoff.agent.id === by.id', 'true'],
    ['ifHeld refuses the conversation of the same agent', 'handoff.agent.id === by.id', 'false'],
    [
      'ifHeld accepts a conversation that the bot has',
      "if (control.holder === 'bot') return false",
      "if (control.holder === 'bot') return true",
    ],
    [
      'a message of an agent is not remembered',
      'remember({ ...session, ...step?.patch }, { id, seq }, moment.now)',
      '{}',
    ],
    ['a repeated message of an agent is logged twice', 'if (known) return', 'if (false) return'],
    ['the first agent to speak is not assigned', "control.handoff.status === 'pending'", 'false'],
    [
      'an agent who speaks takes the conversation from its agent',
      "control.handoff.status === 'pending' ? assign(session, control, by, moment) : undefined",
      'assign(session, control, by, moment)',
    ],
    ['a message of the agent does not renew the idle deadline', 'control: notIdle(control, moment),', ''],
    ['a message of an agent is not delivered', "session.delivery !== 'none' &&", 'false &&'],
  ]),
  ...inFile('verbs/note.ts', [
    ['a note is not remembered', 'remember(session, { id, seq }, moment.now)', '{}'],
    ['a note sent again is written twice', 'if (known) return', 'if (false) return'],
    ['a remark is lost', '...defined({ remark })', ''],
  ]),
  ...inFile('email.ts', [
    ['attributes without an e-mail remove it', "!attributes || !('email' in attributes)", '!attributes'],
    ['a removed e-mail stays', "return email === '' ? others : ", 'return '],
  ]),
  ...inFile('verbs/identify.ts', [
    ['a new name is not written', 'JSON.stringify(user) === JSON.stringify(session.user)', 'true'],
    ['the same user is written again', 'if (!attributes && ', 'if (false && '],
  ]),
  ...inFile('once.ts', [
    ['a repeated pause starts a new episode', 'if (known) return', 'if (false) return'],
    [
      'a command that changed nothing is not remembered',
      "id === undefined && typeof made === 'number'",
      "typeof made === 'number'",
    ],
    ['a command that changed control is not remembered', 'remember(after, { id, seq }, moment.now)', '{}'],
    ['a command forgets the turns that it held', 'remember(after, { id', 'remember(session, { id'],
    ['a command that wrote nothing names an entry', '...(seq !== NOTHING_WRITTEN && { seq })', 'seq'],
    ['a command without effect counts as a change', 'entries.length > 0, seq', 'true, seq'],
  ]),
  ...inFile('verbs/pause.ts', [
    [
      'a pause of a paused conversation starts a new episode',
      "session.control.holder === 'human'",
      '(false as boolean)',
    ],
  ]),
  ...inFile('verbs/unpause.ts', [
    ['a user who ends an episode returns it', "by.type === 'user' ? 'cancelled' : ", ''],
    ["every unpause is the user's", "by.type === 'user' ? 'cancelled' : 'returned'", "'cancelled'"],
  ]),
  ...inFile('holder.ts', [
    ['a handoff changes while the bot has control', "if (session.control.holder === 'bot') throw", 'if (false) throw'],
    ['a refusal does not name the agent', "...(handoff.status === 'assigned' && { agent: handoff.agent })", ''],
  ]),
  ...inFile('verbs/claim.ts', [
    [
      'a claim ignores that another agent has the conversation',
      'if (handoff.agent.id !== command.by.id) throw',
      'if (false) throw',
    ],
    ['an agent cannot claim their own conversation again', 'if (handoff.agent.id !== command.by.id) throw', 'throw'],
    [
      'a claim takes the conversation from its agent',
      "if (handoff.status === 'pending') return",
      'if (true as boolean) return',
    ],
  ]),
  ...inFile('verbs/transfer.ts', [
    ["every agent transfers another one's conversation", ' && !ofOthers) throw', ' && false) throw'],
    ["no supervisor transfers another agent's conversation", ' && !ofOthers) throw', ') throw'],
    ['an agent cannot transfer their own conversation', 'handoff.agent.id !== by.id && ', ''],
    [
      'a transfer to the same agent is a transfer',
      'if (to !== undefined && handoff.agent.id === to.id) return',
      'if (false) return',
    ],
    [
      'a transfer of a waiting conversation does not say who made it',
      'assign(session, control, to, moment, by)',
      'assign(session, control, to, moment)',
    ],
  ]),
  ...inFile('verbs/decline.ts', [
    ["an agent declines another one's conversation", 'if (handoff.agent.id !== by.id) throw', 'if (false) throw'],
    ['an agent cannot decline their own conversation', 'if (handoff.agent.id !== by.id) throw', 'throw'],
  ]),
  ...inFile('control.ts', [
    ['a second request alerts at once', 'quietUntil(session, moment) ?? now', 'now'],
    ['the quiet time after an alert never ends', ' || now >= alertedAt + policy.realertMs', ''],
    [
      'an assignment does not end the quiet time after an alert',
      '{ control: assigned, ...AN_AGENT_CAME }',
      '{ control: assigned }',
    ],
    [
      'a pause by an agent does not end the quiet time after an alert',
      "by.type === 'agent' ? AN_AGENT_CAME : {}",
      '{}',
    ],
    ['the bot gets an idle deadline', "control.holder === 'bot' || control.handoff.status", 'control.handoff.status'],
    [
      'a pause does not raise the epoch',
      'patch: { control, epoch: session.epoch + 1,',
      'patch: { control, epoch: session.epoch,',
    ],
    ['a release does not update the episode', 'episodes: [episodeRecord(session.episodes, waiting)]', 'episodes: []'],
    [
      'an assignment does not update the episode',
      'episodes: [episodeRecord(session.episodes, assigned)]',
      'episodes: []',
    ],
    ['a claim names its agent twice', '...(by.id !== agent.id && { by })', 'by'],
    ['an unpause does not raise the epoch', '      epoch: session.epoch + 1,\n', ''],
    ['a pause leaves turns open', 'recent: holdOpenTurns(session.recent) }', 'recent: session.recent }'],
    ['a pause does not list the turns that it held', '...(held.length > 0 && { held }),', ''],
    ['an episode is not counted', 'const episode = session.episodes + 1', 'const episode = session.episodes || 1'],
    ['an agent who pauses is not assigned', "by.type === 'agent'\n", 'false\n'],
    [
      'an unpause schedules no handback',
      '      nextHandback: { at: now + policy.deliveryCheckMs, attempts: 0 },\n',
      '',
    ],
    [
      'a pending handoff gets an idle deadline',
      "control.holder === 'bot' || control.handoff.status === 'pending'",
      "control.holder === 'bot'",
    ],
  ]),
  ...inFile('verbs/tick.ts', [
    [
      'every open turn is overdue',
      'if (deadline === undefined || moment.now < deadline) return',
      'if (deadline === undefined) return',
    ],
    ['no turn is ever overdue', 'if (deadline === undefined || moment.now < deadline) return', 'return'],
    [
      'a turn is overdue without a deadline',
      'if (deadline === undefined || moment.now < deadline) return',
      'if (deadline !== undefined && moment.now < deadline) return',
    ],
    ['a handoff is given up at once', 'if (now < giveUpAt(handoff, policy)) return', 'if (false) return'],
    ['a handoff is never given up', 'if (now < giveUpAt(handoff, policy)) return', 'return'],
    [
      'the user gets no message when a handoff is given up',
      'entries: [...step.entries, sorry]',
      'entries: step.entries',
    ],
    ['an agent is idle at once', 'if (now < handoff.deadline) return', 'if (false) return'],
    ['an agent is never idle', 'if (now < handoff.deadline) return', 'return'],
    ['an idle agent leaves a waiting user to the bot', "if (session.preview?.from !== 'user') {", 'if (true) {'],
    ['an idle agent never leaves a user to the bot', "if (session.preview?.from !== 'user') {", 'if (false) {'],
  ]),
  ...inFile('deadlines.ts', [
    ['an open turn has no deadline', '    turnDeadline(session, policy),\n', ''],
    ['a handoff has no deadline', '    handoffDeadline(session, policy),\n', ''],
    ['a delivery has no deadline', '    deliveryDeadline(session, policy),\n', ''],
    ['a handback has no deadline', '    session.nextHandback?.at,\n', ''],
    [
      'giving up a handoff has no deadline',
      'Math.min(handoff.deadline, giveUpAt(handoff, policy))',
      'handoff.deadline',
    ],
    ['a handed message keeps its deadline', 'newestOutgoing && newestOutgoing.seq > claimedUpTo ?', 'newestOutgoing ?'],
    ['a current claim has no deadline', 'if (deliveryClaim) return deliveryClaim.until', ''],
  ]),
  ...inFile('verbs/claim-delivery.ts', [
    ['two dispatchers send at once', 'if (moment.now < deliveryClaim.until) return', 'if (false) return'],
    ['the lease of a claim never ends', 'if (moment.now < deliveryClaim.until) return', 'return'],
    [
      'the lease of a claim includes its end',
      'if (moment.now < deliveryClaim.until) return',
      'if (moment.now <= deliveryClaim.until) return',
    ],
    ['a take-over skips the fence', '    if (stopped) {', '    if (false) {'],
    ['an interrupted claim is not marked as unknown', "({ delivery: 'unknown' } as const)", '{}'],
    ['a message that was only skipped is marked as unknown', 'attempts > 0 || callsSent > 0 ?', 'true ?'],
    ['a message that left in part counts as unsent', ' || callsSent > 0', ''],
    ['a take-over forgets which calls were made', 'of, callsSent }', 'of }'],
    ['a take-over resets the attempts', 'claimant, deliveryClaim, moment', 'claimant, { attempts: 0 }, moment'],
    ['a settled message is sent again', 'if (session.claimedUpTo >= message.seq) return', 'if (false) return'],
    ['a message overtakes another', "  if (deliveryClaim) return unchanged(session, { status: 'busy' })\n", ''],
    ['a claim skips the fence', '\n  if (stopped) return', '\n  if (false) return'],
    ['the fence stops messages of people', "message.from === 'bot' && (", '('],
    [
      'the fence stops every message of the bot',
      "message.from === 'bot' && (botPaused || message.epoch !== session.epoch)",
      "message.from === 'bot'",
    ],
    ['a paused bot still sends', 'botPaused || message.epoch', 'message.epoch'],
    ['attempts never end', 'if (attempts > policy.retryMs.length)', 'if (false)'],
    ['a take-over forgets the 404 answers', 'missing, skippedSince, of, callsSent }', 'skippedSince, of, callsSent }'],
    [
      'a take-over forgets since when calls are skipped',
      'missing, skippedSince, of, callsSent }',
      'missing, of, callsSent }',
    ],
    [
      'a claim forgets which message it sends again',
      'missing, skippedSince, of, callsSent }',
      'missing, skippedSince, callsSent }',
    ],
    ['a claim does not count as handed', 'patch: { claimedUpTo: seq, deliveryClaim }', 'patch: { deliveryClaim }'],
    [
      'a withheld message does not count as handed',
      'patch: { deliveryClaim: undefined, claimedUpTo: seq }',
      'patch: { deliveryClaim: undefined }',
    ],
    [
      'a withheld message stays claimed',
      'patch: { deliveryClaim: undefined, claimedUpTo: seq }',
      'patch: { claimedUpTo: seq }',
    ],
  ]),
  ...inFile('verbs/record-delivery.ts', [
    ['a failed delivery forgets which calls were made', 'callsSent > 0 ? { callsSent } : {}', '{}'],
    [
      'a failed redelivery is given up under the wrong number',
      'giveUp(session, deliveryClaim.of ?? seq,',
      'giveUp(session, seq,',
    ],
    [
      'another dispatcher settles a claim',
      'deliveryClaim?.seq !== seq || deliveryClaim.by !== claimant',
      'deliveryClaim?.seq !== seq',
    ],
    [
      'another message settles a claim',
      'deliveryClaim?.seq !== seq || deliveryClaim.by !== claimant',
      'deliveryClaim?.by !== claimant',
    ],
    ['a failed message stays claimed', "by: '', until: next.at", 'until: next.at'],
    ['a failed message is retried at once', "by: '', until: next.at", "by: ''"],
  ]),
  ...inFile('retries.ts', [
    ['retries after failures never end', 'return waitMs === undefined ? undefined : { at', 'return { at'],
    ['a refused message is retried', "case 'refused':\n      return undefined", "case 'refused':"],
    [
      'retries after 404 never end',
      'return missing > moment.policy.missingRetries ? undefined : again',
      'return again',
    ],
    ['one 404 is final', 'missing > moment.policy.missingRetries ?', 'true ?'],
    ['404 answers are not counted', 'const missing = (tries.missing ?? 0) + 1', 'const missing = 1'],
    ['a skipped call counts as a try', 'attempts: tries.attempts - 1', 'attempts: tries.attempts'],
    ['a call is skipped for ever', 'if (now >= skippedSince + policy.skippedForMs) return undefined\n', ''],
    ['the first skipped call is final', 'now >= skippedSince + policy.skippedForMs', 'true'],
    [
      'each skipped call restarts the time for skips',
      'const { skippedSince = now } = tries',
      'const skippedSince = now',
    ],
  ]),
  ...inFile('verbs/redeliver.ts', [
    ['a redelivery is not remembered', 'remember(session, { id: hash, seq }, moment.now)', '{}'],
    ['one failure is redelivered twice', 'if (known) return', 'if (false) return'],
  ]),
  ...inFile('leaving.ts', [
    ['a redelivery is not delivered', "entry.kind === 'redelivery' || ", ''],
    ['a reply in an answer is also delivered', 'entry.deliver === true', 'true'],
  ]),
  ...inFile('verbs/record-alert.ts', [
    ['an alert counts while the bot has control', "control.holder === 'bot' || control.handoff", 'control.handoff'],
    ['an alert of another episode counts', ' || session.episodes !== episode', ''],
    [
      'an alert that was recorded concurrently is recorded again',
      'if (handoff.alerts !== alerts) return',
      'if (false) return',
    ],
    [
      'a failed alert is never due again',
      "    case 'failed':\n      return dueAgain(now + policy.alertCheckMs)\n",
      "    case 'failed':\n",
    ],
    ['a held alert counts as sent', "    case 'sent': {\n", "    case 'held':\n    case 'sent': {\n"],
    ['a held alert is never due again', ': dueAgain(result.until)', ': unchanged(session, null)'],
    ['an alert that is held already is written again', 'handoff.deadline === result.until ?', 'false ?'],
    ['an alert does not record its time', ', alertedAt: now }', ' }'],
  ]),
  ...inFile('verbs/record-handback.ts', [
    [
      'a handback is retried although none is due',
      'if (!session.nextHandback) return unchanged(session, null)\n  const { at: _at, ...before } = session.nextHandback\n',
      'const { at: _at, ...before } = session.nextHandback ?? { at: 0, attempts: 0 }\n',
    ],
    ['a failed call of the bot is not counted', 'attempts: before.attempts + 1', 'attempts: before.attempts || 1'],
  ]),
  ...inFile('handbacks.ts', [
    ['an episode that has not ended is marked as received', 'Math.min(episode, ended)', 'episode'],
    ['a received handback lowers the mark', 'if (upTo <= session.handedBackUpTo) return undefined', ''],
    [
      'a later episode gets no handback',
      '...(upTo === ended && { nextHandback: undefined })',
      'nextHandback: undefined',
    ],
    ['a message brings handbacks that the bot has received', 'session.handedBackUpTo < ended ?', 'true ?'],
    ['a message brings any number of handbacks', 'Math.min(session.handedBackUpTo + MAX_PACKETS, ended)', 'ended'],
    ['a received handback stays scheduled', '...(upTo === ended && { nextHandback: undefined })', ''],
  ]),
  ...inFile('recent.ts', [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: they are the code's
    ['commands of two verbs share an id', '`${verb} ${id}`', '`${id}`'],
    [
      'open turns are forgotten',
      "if (turn?.status === 'open' || surplus-- <= 0) return true",
      'if (surplus-- <= 0) return true',
    ],
    ['turns that a pause closed are forgotten at once', ', FORGOTTEN_AT_ONCE)', ', Number.MAX_SAFE_INTEGER)'],
    ['nothing is ever forgotten', "turn?.status === 'open' || surplus-- <= 0", 'surplus-- < Infinity'],
    ['open turns drive out the newest command', ' - countOpenTurns(all)', ''],
    ['no command keeps its time', 'isMarked ? entry :', 'true ? entry :'],
    ['every command keeps its time', 'isMarked ? entry :', 'false ? entry :'],
    ['a forgotten command leaves no time', 'forgottenUpTo = Math.max(', 'Math.max('],
    ['a forgotten command counts as old as the oldest', 'let next = index', 'let next = 0'],
    ['a command with the time of a forgotten one counts as remembered', 'at <= forgottenUpTo', 'at < forgottenUpTo'],
    ['one turn changes all turns', 'entry.seq === seq ?', 'entry.turn ?'],
    ['the last open turn counts, not the first', 'turn.until < first', 'turn.until > first'],
  ]),
  ...inFile('decide.ts', [
    ['overdue work waits for the clock', 'tick(known, moment)', 'unchanged(known, null)'],
    [
      'the delivery setting stays as first configured',
      'delivery === undefined || delivery === session.delivery ?',
      'true ?',
    ],
    ['the tail is that of an older commit', 'entries.length === 0 ?', 'true ?'],
  ]),
  ...inFile('change.ts', [
    ['a commit without entries is an event', 'if (entries.length === 0) return session\n', ''],
    ['the preview of a long message shows its last words', '({ continues }) => continues === undefined', '() => true'],
    ['an entry has the epoch from before the change', 'epoch: patched.epoch,', 'epoch: session.epoch,'],
    ['later messages put off the delivery deadline', 'waitingSince(session) ?? now', 'now'],
    ['two entries share a seq', 'seq: session.revision + 1 + index,', 'seq: session.revision + 1,'],
    ['every message sets lastHeardAt', "message.by.type === 'user') &&", 'true) &&'],
    ['overdue entries are not written', 'entries: [...first.entries, ...second.entries]', 'entries: second.entries'],
    [
      'an overdue episode is not recorded',
      'episodes: [...first.episodes, ...second.episodes]',
      'episodes: second.episodes',
    ],
  ]),
]
