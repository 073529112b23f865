import type { BotPlan, ConversationPlan, Deed, Op, Outage, Plan, PoolName, SeatPlan, Size } from './plan.ts'
import { Random } from './random.ts'

/** Generates a world and its events. */
export function makePlan(seed: string, size: Size): Plan {
  const random = new Random(seed)
  const big = size === 'big'
  const bots = Array.from({ length: random.between(1, big ? 3 : 2) }, (_, index): BotPlan => {
    const mode = random.chance(0.75) ? 'ask' : 'gate'
    return {
      id: `bot${index}`,
      mode,
      turns: random.chance(0.3) ? 'serial' : 'overlap',
      timeoutMs: random.pick([2_000, 5_000, 10_000]),
      // A stream of its own, so that older seeds keep their worlds.
      events: random.fork(`events ${index}`).chance(0.6),
    }
  })
  const conversations = Array.from(
    { length: big ? random.between(10, 20) : random.between(3, 6) },
    (_, index): ConversationPlan => ({
      bot: random.between(0, bots.length - 1),
      channel: random.pick(['web', 'sms', 'chat'] as const),
      user: `user${index}`,
    }),
  )
  const agents = Array.from(
    { length: big ? random.between(4, 10) : random.between(1, 3) },
    (_, index): SeatPlan => ({
      as: 'agent',
      name: `agent${index}`,
      bot: index < bots.length ? index : random.between(0, bots.length - 1),
    }),
  )
  const widgets = conversations.flatMap(({ channel }, of): SeatPlan[] =>
    channel === 'web' && random.chance(0.7) ? [{ as: 'user', of }] : [],
  )
  const seats = [...agents, ...widgets]
  const rate = random.pick([0, 0.3, 1, 2.5])
  const alone = random.chance(0.3)
  const shortPolicy = random.chance(0.5)
  // On one machine, the store is local and does not fail.
  const atStore = alone ? 0 : 1
  const often = (most: number) => (random.chance(0.6) ? most * rate * random.next() : 0)
  const plan: Plan = {
    seed,
    bots,
    conversations,
    seats,
    ops: [],
    outages: [],
    faults: {
      storeBefore: atStore * often(0.02),
      storeAfter: atStore * often(0.02),
      conflict: atStore * often(0.05),
      storeSlow: atStore * often(0.02),
      pushThrows: often(0.05),
      pushLost: often(0.1),
      pushTwice: often(0.1),
      requestLost: often(0.05),
      answerLost: often(0.08),
      requestTwice: often(0.08),
      hookUnreached: often(0.1),
      hookAnswerLost: often(0.08),
      alertFails: often(0.2),
      batchTwice: often(0.2),
      botBad: random.pick([0.1, 0.3, 0.6]),
    },
    readers: random.pick([1, 2, 2, 3]),
    // The clock must run more often than handoffs are given up.
    clockEveryMs: random.pick(shortPolicy ? [1_000, 5_000] : [1_000, 15_000, 60_000]),
    skewMs: random.pick([0, 50, 1_000]),
    alone,
    shortPolicy,
    ...(random.fork('assignment').chance(0.5) && { capacity: random.fork('capacity').between(1, 2) }),
    reviewThen: random.fork('reviews').pick(['send', 'hand_over'] as const),
  }
  const ops = makeOps(plan, random.fork('ops'), big ? random.between(400, 1000) : random.between(25, 75))
  const last = ops.at(-1)?.at ?? 0
  return { ...plan, ops, outages: makeOutages(random.fork('outages'), last) }
}

const OFTEN = {
  says: 40,
  rest: 14,
  seat: 16,
  up: 3,
  opens: 6,
  closes: 1,
  connects: 5,
  leaves: 2,
  cut: 3,
  pings: 4,
  subscribes: 1,
  wide: 3,
  dies: 2.5,
}

function makeOps({ conversations, seats, bots }: Plan, random: Random, count: number): Op[] {
  const gaps = random.pick([
    [0, 5, 50, 300],
    [0, 5, 300, 1_500, 8_000],
    [0, 50, 1_500, 8_000, 40_000],
  ])
  const pools: readonly PoolName[] = ['http', 'socket', 'dispatch', 'clock']
  // Each world has its own weights: what is rare in one is frequent in another.
  const weights = Object.entries(OFTEN).map(([what, weight]) => [what, weight * random.pick([0.2, 1, 1, 4])])
  const often = Object.fromEntries(weights) as typeof OFTEN
  const supervises = random.fork('supervision').chance(0.5)
  const agents = seats.flatMap((seat, index) => (seat.as === 'agent' ? [{ ...seat, index }] : []))
  const ops: Op[] = seats.map((_, seat) => ({ id: seat, at: random.between(0, 2_000), kind: 'seat connects', seat }))
  let at = 0
  let hot = random.between(0, conversations.length - 1)
  for (let id = seats.length; ops.length < count; id++) {
    at += random.pick(gaps)
    if (random.chance(0.1)) hot = random.between(0, conversations.length - 1)
    const of = random.chance(0.6) ? hot : random.between(0, conversations.length - 1)
    const conversation = conversations[of] as ConversationPlan
    const seat = random.between(0, seats.length - 1)
    const agent = agents.find(({ bot }) => bot === conversation.bot)
    const does = random.weighted<Deed>({
      ...{ pause: 4, unpause: 4, say: 3, claim: 2, transfer: 2, decline: 1, note: 1 },
      ...{ supervise: supervises ? 3 : 0, approve: supervises ? 4 : 0, acknowledgeAlert: 1 },
    })
    const what = random.weighted(often)
    const when = { id, at }
    if (what === 'says')
      ops.push({
        ...when,
        kind: 'user says',
        of,
        patienceMs: random.pick([100, 700, 4_000, 15_000, 30_000]),
        tries: random.between(1, 4),
      })
    else if (what === 'rest')
      ops.push({
        ...when,
        kind: 'agent over REST',
        does,
        of,
        name: `rest${random.between(0, 1)}`,
        withId: random.chance(0.8),
      })
    else if (what === 'up') ops.push({ ...when, kind: 'bot speaks up', of })
    else if (what === 'wide')
      ops.push({ ...when, kind: 'bot-wide', bot: random.between(0, bots.length - 1), paused: random.chance(0.65) })
    else if (what === 'dies') ops.push({ ...when, kind: 'machine dies', pool: random.pick(pools) })
    else if (what === 'connects') ops.push({ ...when, kind: 'seat connects', seat })
    else if (what === 'leaves') ops.push({ ...when, kind: 'seat leaves', seat })
    else if (what === 'cut') ops.push({ ...when, kind: 'seat is cut off', seat })
    else if (what === 'pings') ops.push({ ...when, kind: 'seat pings', seat })
    else if (what === 'subscribes')
      ops.push({ ...when, kind: 'seat subscribes', seat: agents[0]?.index ?? 0, to: random.pick(['inbox', 'live']) })
    else if (what === 'opens') ops.push({ ...when, kind: 'seat opens', seat: agent?.index ?? seat, of })
    else if (what === 'closes') ops.push({ ...when, kind: 'seat closes', seat: agent?.index ?? seat, of })
    else ops.push({ ...when, kind: 'seat does', does, seat: random.chance(0.7) ? (agent?.index ?? seat) : seat, of })
  }
  return ops.sort((one, two) => one.at - two.at || one.id - two.id)
}

function makeOutages(random: Random, last: number): Outage[] {
  return Array.from({ length: random.between(0, 4) }, () => {
    const from = random.between(0, last)
    const of = random.pick(['sms', 'chat', 'chat', 'bot', 'alerts'] as const)
    return {
      of,
      how: random.pick(['down', 'down', 'slow', 'refuses'] as const),
      from,
      to: from + random.pick([1_000, 10_000, 90_000]),
    }
  })
}
