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
  readonly store: SessionStore & SocketStore
  readonly clock: Clock
  readonly sockets: SocketGateway
  readonly log: Log
}

/** Pushes what a commit appended to the sockets that have the conversation open: at once and best effort; pings heal the rest. */
export async function announce(
  ports: AnnouncePorts,
  { session, entries }: Decision<unknown>,
  revisionBefore: number,
  watchers: readonly Watcher[],
): Promise<void> {
  if (entries.length === 0 || watchers.length === 0) return
  await pushEntries(ports, session, { after: revisionBefore, entries }, watchers)
}

/** Pushes a piece of a log to the sockets whose token is still good, to each as its role may see it. A dead one is forgotten and stops nobody else. */
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
