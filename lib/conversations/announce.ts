import type { AgentStore } from '../ports/agents.ts'
import type { SocketGateway } from '../ports/outside.ts'
import type { SessionStore, Watcher } from '../ports/sessions.ts'
import type { SocketStore } from '../ports/sockets.ts'
import type { Clock, Log } from '../ports/system.ts'
import type { Entry } from '../protocol/entry.ts'
import type { Decision } from '../session/decide.ts'
import type { Session } from '../session/session.ts'
import { entryFrames, type Reader } from './entry-frames.ts'
import { forgetSocket } from './presence.ts'
import { isHeard } from './watching.ts'

interface AnnouncePorts {
  readonly store: SessionStore & SocketStore & AgentStore
  readonly clock: Clock
  readonly sockets: SocketGateway
  readonly log: Log
}

/**
 * Pushes the entries of a commit to the conversation's direct watchers, immediately and best effort. Their next pings
 * make up for lost pushes.
 */
export async function announce(
  ports: AnnouncePorts,
  { session, entries }: Decision<unknown>,
  revisionBefore: number,
  watchers: readonly Watcher[],
): Promise<void> {
  if (entries.length === 0 || watchers.length === 0) return
  await pushEntries(ports, session, { after: revisionBefore, entries }, watchers)
}

/**
 * Pushes a piece of a log to the watchers whose token is still valid, in the form that each role may see. Removes a
 * socket that is gone; a failed push does not stop the others.
 */
export async function pushEntries(
  ports: AnnouncePorts,
  session: Pick<Session, 'id' | 'control' | 'epoch'>,
  piece: { readonly after: number; readonly entries: readonly Entry[] },
  watchers: readonly Watcher[],
): Promise<void> {
  const { sockets, log, clock } = ports
  const now = clock.now()
  const framesFor = (reader: Reader) => entryFrames(reader, session, piece)
  const frames = { agent: framesFor('agent'), user: framesFor('user') }
  await Promise.all(
    watchers
      .filter(watcher => isHeard(watcher, now))
      .map(async ({ connectionId, as }) => {
        try {
          for (const frame of frames[as]) {
            if ((await sockets.push(connectionId, frame)) === 'gone')
              return await forgetSocket(ports, connectionId, session.id)
          }
        } catch (error) {
          log.warn('push failed', { connectionId, session: session.id, epoch: session.epoch, error: String(error) })
        }
      }),
  )
}
