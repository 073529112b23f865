import { Newest } from '../../newest.ts'
import type { PlatformAnswer } from '../../ports/outside.ts'
import type { ChannelOf } from '../../protocol/channels.ts'
import type { Instant } from '../../session/session.ts'
import type { ChannelPorts } from '../channel.ts'
import { idOf, listOf, objectOf, textOf } from '../fields.ts'
import { memoryOf } from '../memory-of.ts'
import { errorIn, errorName } from './answer.ts'
import { failureOf } from './failures.ts'
import { type GraphRequest, graph } from './graph.ts'

type Config = ChannelOf<'messenger'>

/**
 * The process's knowledge of an agent's persona. `absent`: Meta's list lacks it. `failed`: it cannot be used now, and the
 * log says so. Both end at `until`; then Meta is asked again.
 */
type Known =
  | { readonly status: 'there'; readonly id: string }
  | { readonly status: 'absent' | 'failed'; readonly until: Instant }

/** The personas of one application's channels, by page and name. */
interface Memory {
  readonly known: Newest<string, Known>
  readonly underWay: Map<string, Promise<string | undefined>>
}

const MAX_PERSONAS = 1_000
/** By an application's directory. */
const memory = memoryOf<Memory>(() => ({ known: new Newest(MAX_PERSONAS), underWay: new Map() }))

const MINUTE_MS = 60_000
/** Time after which Meta is asked again: about a failure that passes or a missing persona, and about a refusal. */
const SOON_MS = MINUTE_MS
const LATER_MS = 10 * MINUTE_MS

/** A look-up stops after 500 personas. Their pages come in some hundred milliseconds each. */
const MAX_PAGES = 5
const PAGE = 100
const LIST_TIMEOUT_MS = 2_000

/**
 * Returns the id of the page's persona with a name, or makes the persona. Undefined if that does not work now: the
 * message then begins with the name, and the log says so once. Never throws. Source:
 * developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/personas, "Create a persona",
 * and its earlier edition developers.facebook.com/docs/messenger-platform/send-messages/personas, "Get a list of personas".
 *
 * Meta lets two personas have one name. So Interlude looks in the page's list before it makes one, also after a call whose
 * answer never came, and messages of one process that need the same new persona wait for one call. Two processes that
 * send an agent's very first messages at the same time may make two.
 */
export async function personaFor(ports: ChannelPorts, config: Config, name: string): Promise<string | undefined> {
  const { known, underWay } = memory(ports.directory)
  const key = keyOf(config, name)
  const now = known.get(key)
  if (now?.status === 'there') return now.id
  if (now?.status === 'failed' && ports.clock.now() < now.until) return undefined
  const making = underWay.get(key) ?? findOrMake(ports, config, name).finally(() => underWay.delete(key))
  underWay.set(key, making)
  return await making
}

/** Returns the id of a persona if the page has it. Makes none: only a message is worth that. Never throws. */
export async function knownPersona(ports: ChannelPorts, config: Config, name: string): Promise<string | undefined> {
  const { known } = memory(ports.directory)
  const key = keyOf(config, name)
  const now = known.get(key)
  if (now?.status === 'there') return now.id
  if (now && ports.clock.now() < now.until) return undefined
  const found = await find(ports, config, name)
  if (found.status === 'there') known.put(key, found)
  // A failure of a sign says nothing about the next message.
  else if (now?.status !== 'failed') known.put(key, { status: 'absent', until: ports.clock.now() + SOON_MS })
  return found.status === 'there' ? found.id : undefined
}

/** Notes that Meta did not take a persona that its list has. A later message looks it up again, or makes another one. */
export function personaRefused(ports: ChannelPorts, config: Config, name: string, error: string): void {
  fail(ports, config, name, { error, waitMs: LATER_MS })
}

/** `failed`: `error` is for the log, and Meta is asked again after `waitMs`. */
type Found =
  | { readonly status: 'there'; readonly id: string }
  | { readonly status: 'absent' }
  | { readonly status: 'failed'; readonly error: string; readonly waitMs: number }

async function findOrMake(ports: ChannelPorts, config: Config, name: string): Promise<string | undefined> {
  const found = await find(ports, config, name)
  const result = found.status === 'absent' ? await make(ports, config, name) : found
  if (result.status === 'there') memory(ports.directory).known.put(keyOf(config, name), result)
  else fail(ports, config, name, result)
  return result.status === 'there' ? result.id : undefined
}

/** Looks through the page's list. Source of its paging: developers.facebook.com/docs/graph-api/results. */
async function find(ports: ChannelPorts, config: Config, name: string): Promise<Found> {
  let after = ''
  for (let page = 0; page < MAX_PAGES; page++) {
    const path = `/${config.pageId}/personas?fields=id,name&limit=${PAGE}${after}`
    const answer = await asked(ports, config, { method: 'GET', path, timeoutMs: LIST_TIMEOUT_MS })
    if (!('body' in answer) || answer.status !== 200) return failureIn(answer)
    const { data, paging } = objectOf(answer.body)
    const id = idOf(
      listOf(data)
        .map(objectOf)
        .find(each => each.name === name)?.id,
    )
    if (id !== undefined) return { status: 'there', id }
    const { next, cursors } = objectOf(paging)
    const cursor = textOf(objectOf(cursors).after)
    if (textOf(next) === undefined || cursor === undefined) return { status: 'absent' }
    after = `&after=${encodeURIComponent(cursor)}`
  }
  // Without the rest of the list a new persona might be a second one of the name.
  return { status: 'failed', error: `the page has more than ${MAX_PAGES * PAGE} personas`, waitMs: LATER_MS }
}

async function make(
  ports: ChannelPorts,
  config: Config,
  name: string,
): Promise<Found & { status: 'there' | 'failed' }> {
  const body = { name, profile_picture_url: config.personaPicture }
  const answer = await asked(ports, config, { method: 'POST', path: `/${config.pageId}/personas`, body })
  const id = 'body' in answer && answer.status === 200 ? idOf(objectOf(answer.body).id) : undefined
  return id === undefined ? failureIn(answer) : { status: 'there', id }
}

function failureIn(answer: PlatformAnswer): Found & { status: 'failed' } {
  if (answer.status === 'unreachable') return { status: 'failed', error: answer.reason, waitMs: SOON_MS }
  const { code, error_subcode } = errorIn(answer)
  if (typeof code !== 'number') return { status: 'failed', error: `${answer.status}`, waitMs: SOON_MS }
  const isRefusal = failureOf(code, undefined)?.treatment === 'refuse'
  return { status: 'failed', error: errorName(code, error_subcode), waitMs: isRefusal ? LATER_MS : SOON_MS }
}

function fail(
  ports: ChannelPorts,
  config: Config,
  name: string,
  { error, waitMs }: { readonly error: string; readonly waitMs: number },
): void {
  const { known } = memory(ports.directory)
  const key = keyOf(config, name)
  if (known.get(key)?.status !== 'failed') {
    ports.log.warn("an agent's persona cannot be used: messages begin with the name", { pageId: config.pageId, error })
  }
  known.put(key, { status: 'failed', until: ports.clock.now() + waitMs })
}

async function asked(ports: ChannelPorts, config: Config, request: GraphRequest): Promise<PlatformAnswer> {
  try {
    return await graph(ports, config, request)
  } catch (error) {
    return { status: 'unreachable', reason: error instanceof Error ? error.name : 'unknown' }
  }
}

const keyOf = ({ pageId }: Config, name: string): string => `${pageId}/${name}`
