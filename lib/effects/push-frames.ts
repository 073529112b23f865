import { forgetSocket } from '../conversations/presence.ts'
import type { SocketGateway } from '../ports/outside.ts'
import type { Store } from '../ports/store.ts'
import type { Clock, Log } from '../ports/system.ts'
import type { ServerFrame } from '../protocol/frames.ts'
import { FRAME_ROOM_BYTES } from '../protocol/wire.ts'

export interface PushPorts {
  readonly store: Store
  readonly sockets: SocketGateway
  readonly clock: Clock
  readonly log: Log
}

/** Pushes frames to a socket, in order. Forgets a socket that is gone. Logs a push that fails, and never throws. */
export async function pushFrames(
  ports: PushPorts,
  connectionId: string,
  frames: readonly ServerFrame[],
): Promise<void> {
  try {
    for (const frame of frames) {
      if ((await ports.sockets.push(connectionId, frame)) === 'gone') return await forgetSocket(ports, connectionId)
    }
  } catch (error) {
    ports.log.warn('inbox push failed', { connectionId, error: String(error) })
  }
}

/** Distributes events over frames, in order, so that no frame is too long. Each event must fit into one. */
export function packed<Event>(events: readonly Event[]): Event[][] {
  const frames: Event[][] = []
  let room = 0
  for (const event of events) {
    const bytes = Buffer.byteLength(JSON.stringify(event)) + 1
    if (bytes > room) {
      frames.push([])
      room = FRAME_ROOM_BYTES
    }
    frames.at(-1)?.push(event)
    room -= bytes
  }
  return frames
}
