import type { ChannelOf } from '../../protocol/channels.ts'
import type { UserProfile } from '../../protocol/message.ts'
import type { ChannelPorts } from '../channel.ts'
import { graph } from './graph.ts'

type Config = ChannelOf<'messenger'>

/**
 * Shows the user that a person types, for at most 20 s. Source: developers.facebook.com/docs/messenger-platform,
 * "Sender Actions".
 */
export async function typingOn(ports: ChannelPorts, userId: string, config: Config): Promise<void> {
  const body = { recipient: { id: userId }, sender_action: 'typing_on' }
  await graph(ports, config, { method: 'POST', path: `/${config.pageId}/messages`, body })
}

/**
 * Looks up the name, the picture and the language of a user. Source: developers.facebook.com/docs/messenger-platform,
 * "User Profile API".
 */
export async function profileOf(ports: ChannelPorts, userId: string, config: Config): Promise<UserProfile | undefined> {
  const path = `/${encodeURIComponent(userId)}?fields=first_name,last_name,profile_pic,locale`
  const answer = await graph(ports, config, { method: 'GET', path })
  if (answer.status !== 200) return undefined
  const { first_name, last_name, profile_pic, locale } = answer.body as Record<string, unknown>
  const fullName = [first_name, last_name]
    .filter(name => typeof name === 'string' && name !== '')
    .join(' ')
    .slice(0, 200)
  return {
    ...(fullName !== '' && { fullName }),
    ...(typeof profile_pic === 'string' && profile_pic.length <= 500 && { avatarUrl: profile_pic }),
    // Meta writes `de_DE`; a language tag has a hyphen.
    ...(typeof locale === 'string' && locale.length <= 35 && { language: locale.replaceAll('_', '-') }),
  }
}
