import { defined } from '../../defined.ts'
import type { PlatformAnswer } from '../../ports/outside.ts'
import type { ChannelOf } from '../../protocol/channels.ts'
import { UserProfile } from '../../protocol/message.ts'
import { tolerantly } from '../../tolerant.ts'
import type { ChannelPorts } from '../channel.ts'
import { objectOf, textOf } from '../fields.ts'
import { errorIn } from './answer.ts'
import { failureOf } from './failures.ts'
import { type GraphRequest, graph } from './graph.ts'
import { knownPersona } from './personas.ts'
import { personaName } from './speaker.ts'

type Config = ChannelOf<'messenger'>

/**
 * How long Meta shows that a page types, unless a message comes. Source:
 * developers.facebook.com/docs/messenger-platform/send-messages/sender-actions.
 */
export const TYPING_MS = 20_000

/**
 * Shows the user that somebody types: the page, or the persona of an agent with this name, if the page has one already.
 * Never throws. Source: the same, and developers.facebook.com/docs/messenger-platform/send-messages/personas ("Using
 * Personas").
 */
export async function typingOn(ports: ChannelPorts, userId: string, config: Config, name?: string): Promise<void> {
  const speaker = config.agentName === 'persona' ? personaName(name) : undefined
  const persona = speaker === undefined ? undefined : await knownPersona(ports, config, speaker)
  const body = { recipient: { id: userId }, sender_action: 'typing_on', ...defined({ persona_id: persona }) }
  await tried(ports, config, { method: 'POST', path: `/${config.pageId}/messages`, body })
}

/** The fields that every app with access to profiles may read, and all. The language needs a permission of its own. */
const NAMES = 'name,first_name,last_name,profile_pic'
const ALL = `${NAMES},locale`

/**
 * Looks up the name, the picture and the language of a user. Asks again without the language if Meta refuses: an app
 * may have access to the others alone. Undefined if Meta does not tell, as for people who have no Facebook account (error
 * 2018218). The address of the picture expires. Never throws. Source:
 * developers.facebook.com/documentation/business-messaging/messenger-platform/identity/user-profile.
 */
export async function profileOf(ports: ChannelPorts, userId: string, config: Config): Promise<UserProfile | undefined> {
  const ask = (fields: string) =>
    tried(ports, config, { method: 'GET', path: `/${encodeURIComponent(userId)}?fields=${fields}` })
  const answer = await ask(ALL)
  if (answer?.status === 200) return profileIn(answer.body)
  if (answer === undefined || !isRefusal(answer)) return undefined
  const names = await ask(NAMES)
  return names?.status === 200 ? profileIn(names.body) : undefined
}

const NO_PROFILE = 2018218

/** Says whether Meta refused the fields, and not the person or the moment. */
function isRefusal(answer: PlatformAnswer): boolean {
  const { code, error_subcode } = errorIn(answer)
  if (typeof code !== 'number' || error_subcode === NO_PROFILE) return false
  return failureOf(code, undefined)?.treatment === 'refuse'
}

/** Leaves out what a profile cannot hold. Meta writes `de_DE`; a language tag has a hyphen. */
function profileIn(body: unknown): UserProfile | undefined {
  const { name, first_name, last_name, profile_pic, locale } = objectOf(body)
  const fullName = textOf(name) ?? textOf([textOf(first_name), textOf(last_name)].filter(Boolean).join(' '))
  const language = textOf(locale)?.replaceAll('_', '-')
  const read = tolerantly(UserProfile, defined({ fullName, avatarUrl: textOf(profile_pic), language }))
  return read.success && Object.keys(read.data).length > 0 ? read.data : undefined
}

/** Makes a call that is not worth an error. Undefined if even the way to it failed. */
async function tried(ports: ChannelPorts, config: Config, request: GraphRequest): Promise<PlatformAnswer | undefined> {
  try {
    return await graph(ports, config, request)
  } catch (error) {
    const cause = error instanceof Error ? error.name : 'unknown'
    ports.log.warn('a call to Meta about a user was not made', { pageId: config.pageId, cause })
    return undefined
  }
}
