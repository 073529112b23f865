import { beforeAll, describe, expect, it } from 'vitest'
import type { BotTurn, ChannelDelivery, Handback } from '../../lib/protocol/bot.ts'
import { ENGINES } from '../../local/options.ts'
import type { TestBot } from './client.ts'
import { botMessages, type Moment, pauseRaces, type Race, type Reading, stopped } from './pause-race.ts'
import { seeded, sideBySide } from './random.ts'
import { runningWorld } from './running-world.ts'
import { aBot, aServer, type TestServer, WEBHOOK_SECRET } from './servers.ts'

const RACES = 500
const AT_ONCE = 25
const SEED = Number(process.env.RACE_SEED ?? 20_260_801)
/**
 * The delays of the bot and of the pause are random up to this; the pause's up to more if a delivery follows the reply.
 */
const SPREAD_MS = 40
const DELIVERY_SPREAD_MS = 400

describe.each(ENGINES)('a pause in the middle of a turn over %s', engine => {
  const world = runningWorld(engine)
  let channel: TestServer<ChannelDelivery>
  let brain: TestServer<BotTurn | Handback>
  let bot: TestBot
  const races = pauseRaces(world, () => channel)

  beforeAll(async () => {
    brain = await world.keep(aBot(races.answer))
    const random = seeded(SEED)
    channel = await world.keep(aServer<ChannelDelivery>(delivery => races.receive(delivery, random() * SPREAD_MS)))
    const hook = { type: 'webhook', url: channel.url, secret: WEBHOOK_SECRET, replies: 'deliver' } as const
    bot = await world.bot('race', { connectorUrl: brain.url, channels: { hook } })
  })

  it(`lets no bot reply through after its acknowledgement, in ${RACES} races`, { timeout: 240_000 }, async () => {
    const random = seeded(SEED)
    const plans = Array.from({ length: RACES }, (_, n) => plan(n, random))
    const over = await sideBySide(plans, AT_ONCE, ({ reading, moment }, n) =>
      races.race(bot, brain, reading, moment, n),
    )

    const accepted = over.filter(({ log }) => botMessages(log).length > 0)
    const withheld = over.filter(({ log }) =>
      log.some(entry => entry.kind === 'withheld' && entry.inReplyTo !== undefined),
    )
    const late = over.flatMap(({ sightings, acknowledgedAt }) => sightings.filter(({ at }) => at > acknowledgedAt))
    const sightings = over.flatMap(race => race.sightings)
    const seen = (how: string) => sightings.filter(sighting => sighting.how === how).length
    console.info(`${engine}, seed ${SEED}`, {
      races: over.length,
      acceptedBefore: accepted.length,
      withheld: withheld.length,
      acknowledgedWhileTheBotThought: over.filter(({ wasOpen }) => wasOpen).length,
      returned: seen('returned'),
      pushed: seen('pushed'),
      delivered: seen('delivered'),
      deliveriesStopped: over.flatMap(({ log }) => stopped(log)).length,
      arrivedAfterTheAcknowledgement: late.length,
    })

    expect(over.flatMap(violations)).toEqual([])
    expect(accepted.length).toBeGreaterThanOrEqual(50)
    expect(withheld.length).toBeGreaterThanOrEqual(50)
    expect(accepted.length + withheld.length).toBe(RACES)
    for (const how of ['returned', 'pushed', 'delivered']) expect([how, seen(how) > 0]).toEqual([how, true])
    // The acknowledgement does not wait for the bot: in these races the bot could not answer before it.
    const held = over.filter(({ moment }) => moment.kind === 'held')
    expect(held.length).toBeGreaterThanOrEqual(50)
    expect(held.filter(({ wasOpen }) => !wasOpen)).toEqual([])
  })
})

function plan(n: number, random: () => number): { reading: Reading; moment: Moment } {
  const reading = (['answer', 'socket', 'deliver'] as const)[n % 3] ?? 'answer'
  const isDuringDelivery = reading === 'deliver' && n % 4 === 1
  const kind = n % 10 === 0 ? 'held' : n % 10 === 5 || isDuringDelivery ? 'answered' : 'random'
  const times = {
    botMs: random() * SPREAD_MS,
    pauseMs: random() * (reading === 'deliver' ? DELIVERY_SPREAD_MS : SPREAD_MS),
  }
  return { reading, moment: kind === 'random' ? { kind, ...times } : { kind } }
}

/** The violations in a race, one sentence each. */
function violations({ session, log, sightings, atSocket, reading, acknowledgedAt, moment }: Race): string[] {
  const found: string[] = []
  const say = (what: string) => found.push(`${session} (${reading}, ${moment.kind}): ${what}`)
  const pauses = log.filter(({ kind }) => kind === 'paused')
  const paused = pauses[0]?.seq ?? 0
  if (pauses.length !== 1) say(`paused ${pauses.length} times`)
  if (log.some(({ seq }, index) => seq !== index + 1)) say('a gap in the log')

  const messages = botMessages(log)
  const stops = new Set(stopped(log))
  for (const { seq } of messages) {
    if (seq > paused) say(`${seq} was accepted after the pause`)
    // A client that gets pushes out of order asks for the gap, so an entry may arrive twice; the client keeps it once.
    const times = (how: string) =>
      how === 'pushed'
        ? botMessages(atSocket ?? []).filter(message => message.seq === seq).length
        : sightings.filter(sighting => sighting.seq === seq && sighting.how === how).length
    const expected = { answer: 'returned', socket: 'pushed', deliver: 'delivered' }[reading]
    const wanted = reading === 'deliver' && stops.has(seq) ? 0 : 1
    if (times(expected) !== wanted) say(`${seq} was ${expected} ${times(expected)} times instead of ${wanted}`)
  }
  if (stops.size > 0 && Math.min(...stops) > paused) say('a delivery was stopped of what came after the pause')
  // The pause came during the first delivery, before the second was claimed.
  if (reading === 'deliver' && moment.kind === 'answered') {
    const delivered = sightings.filter(({ how }) => how === 'delivered').map(({ seq }) => seq)
    const [first, second] = messages.map(({ seq }) => seq)
    if (`${delivered} ${[...stops]}` !== `${first} ${second}`) say(`delivered ${delivered}, stopped ${[...stops]}`)
  }
  for (const { how, seq, at } of sightings) {
    const entry = messages.find(message => message.seq === seq)
    const when = at > acknowledgedAt ? 'after the acknowledgement' : 'before the acknowledgement'
    if (!entry) say(`${seq} was ${how} ${when}, and is no message of the log`)
    if (seq >= paused) say(`${seq} was ${how} ${when}, and stands after the pause`)
    if (how === 'delivered' && stops.has(seq)) say(`${seq} was delivered ${when}, and is withheld`)
  }
  return found
}
