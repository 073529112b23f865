import type { MessageEntry } from '../../lib/protocol/entry.ts'
import type { Session } from '../../lib/session/session.ts'

const LEASE_MS = 120_000

/** Adds a user's message to a session and its log, without applying the rules. */
export function withMessage(
  session: Session,
  { id, text }: { readonly id: string; readonly text: string },
): { readonly session: Session; readonly entry: MessageEntry; readonly due: number } {
  const now = Date.now()
  const seq = session.revision + 1
  const entry: MessageEntry = {
    kind: 'message',
    direction: 'in',
    by: { type: 'user', id: session.userId },
    type: 'text',
    text,
    clientId: id,
    seq,
    at: new Date(now).toISOString(),
    epoch: session.epoch,
  }
  const turn = { status: 'open', until: now + LEASE_MS, attempt: 1 } as const
  return {
    session: {
      ...session,
      revision: seq,
      recent: [...session.recent, { id: id.slice(-10), seq, turn }],
      lastEventAt: now,
      lastHeardAt: now,
      preview: { seq, from: 'user', text, at: now },
      tail: [entry],
    },
    entry,
    due: now + LEASE_MS,
  }
}
