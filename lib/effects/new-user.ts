import type { App } from '../app.ts'
import { channelFor } from '../channels/channels.ts'
import { execute } from '../conversations/execute.ts'
import type { SessionChange } from '../ports/feed.ts'
import { channelOf } from '../protocol/channels.ts'

/** Whether a change began a conversation whose user the channel's platform may know. */
export function bringsNewUser({ session, revisionBefore }: SessionChange): boolean {
  return revisionBefore === 0 && session.delivery !== 'none' && session.user.fullName === undefined
}

/** Looks a new user up at the channel's platform, and keeps the name, the picture and the language. */
export async function lookUpNewUser(app: App, changes: readonly SessionChange[]): Promise<void> {
  const session = changes.find(bringsNewUser)?.session
  if (!session) return
  const { config } = await app.directory.bot(session.botId)
  const channel = channelOf(config, session.channel)
  const user = channel && (await (await channelFor(channel)).profile(app, session.userId, channel))
  if (user) await execute(app, session, { verb: 'identify', user })
}
