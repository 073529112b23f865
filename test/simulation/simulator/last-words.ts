import type { Say } from '../../../lib/session/commands.ts'
import type { Pause, Unpause } from '../../../lib/session/control-commands.ts'
import { agentResumes, agentSays, userAsksForPerson } from '../../support/commands.ts'
import type { Story } from './record.ts'
import { invoke, type SimulatedWorld } from './simulated-world.ts'

/** No deadline is this near, so what happens within this time does not come from the clock. */
const SOON_MS = 19_000

/** The maximum difference of two machines' clocks, plus the time of a call. */
const SLACK_MS = 3_000

const by = { type: 'agent', id: 'last', name: 'last' } as const
const words = {
  says: agentSays('a last word', { by }),
  asks: userAsksForPerson(),
  resumes: agentResumes({ by }),
}

/**
 * The last messages of a run. Nothing fails any more, except the feed's first read of the store, and the clock does not
 * run: the feed alone must push these messages, deliver them, alert and send handbacks, and soon.
 */
export async function lastWords(world: SimulatedWorld): Promise<void> {
  for (const what of ['says', 'asks', 'resumes'] as const) {
    for (const session of world.record.stories.keys()) say(world, session, what)
    world.network.failingLoads = 1
    await world.scheduler.run({ until: world.scheduler.now + SOON_MS })
    for (const session of world.record.stories.keys()) check(world, session, what)
  }
}

function say(world: SimulatedWorld, session: string, what: keyof typeof words): void {
  const { execute } = world.modules.execute
  const stored = world.record.stories.get(session)?.stored.session
  if (!stored || stored.revision === 0) return
  const target = { id: session, botId: stored.botId }
  const command: Say | Pause | Unpause = words[what]
  const ended = (how: object) => {
    if (!('value' in how)) world.record.complain(`the last word (${what}) is not taken`)
  }
  const random = world.random.fork(`last ${what} ${session}`)
  invoke(world, 'http', `somebody ${what}`, random, app => execute(app, target, command), ended)
}

/** Whether a notice covers the conversation, or one just went out for this bot or user and the next one is due. */
function isAlertedOf({ record, policy }: SimulatedWorld, { log, session }: Story['stored']): boolean {
  const asked = Date.parse(log.findLast(({ kind }) => kind === 'paused')?.at ?? '')
  if ((record.noticed.get(session.id) ?? []).some(at => at >= asked - SLACK_MS)) return true
  const { control } = session
  if (control.holder !== 'human') return false
  // Interlude may give the conversation to an agent before an alert goes out.
  if (control.handoff.status === 'assigned') return true
  const { deadline } = control.handoff
  const newest = record.publishedOf.get(session.botId)?.at(-1) ?? Number.NEGATIVE_INFINITY
  const heard = Date.parse(log.findLast(({ kind }) => kind === 'alerted')?.at ?? '')
  return deadline <= newest + policy.alertGatherMs + SLACK_MS || deadline <= heard + policy.realertMs + SLACK_MS
}

function check(world: SimulatedWorld, session: string, what: keyof typeof words): void {
  const { record, seats, modules } = world
  const story = record.stories.get(session)
  if (!story || story.stored.log.length === 0) return
  const { log, session: stored } = story.stored
  const complain = (about: string) => record.complain(`${stored.userId}: ${about}, though nothing goes wrong any more`)
  for (const seat of seats) {
    const isThere = seat.connectionId !== undefined && seat.open.has(session)
    const cursor = seat.logs.get(session)?.cursor ?? 0
    if (isThere && cursor < log.length) complain(`${seat.name} is shown ${cursor} of ${log.length}`)
  }
  const episode = modules.session.episodeId({ id: session }, stored.episodes)
  if (what === 'says' && stored.channel !== 'web') {
    const said = log.findLast(({ kind }) => kind === 'message')
    const came = record.delivered.some(each => each.session === session && each.seq === said?.seq)
    if (!came) complain(`message ${said?.seq} is not brought to the channel`)
  }
  if (what === 'asks' && !isAlertedOf(world, story.stored)) complain(`nobody is alerted of ${episode}`)
  if (what === 'resumes' && !record.tried.has(episode)) complain(`the bot is not told of ${episode}`)
}
