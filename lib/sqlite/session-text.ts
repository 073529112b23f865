import type { Session } from '../session/session.ts'

/** Names that fields had in schema 6 and before. */
const FORMER_NAMES = [
  ['outgoing', 'newestOutgoing'],
  ['handed', 'claimedUpTo'],
  ['sending', 'deliveryClaim'],
  ['told', 'handedBackUpTo'],
  ['telling', 'nextHandback'],
] as const satisfies readonly (readonly [string, keyof Session])[]

/** Parses the text of a stored session. */
export function sessionFrom(text: string): Session {
  const stored = JSON.parse(text)
  return 'handed' in stored ? renamed(stored) : stored
}

function renamed(stored: Record<string, unknown>): Session {
  const session: Record<string, unknown> = { ...stored }
  for (const [former, name] of FORMER_NAMES) {
    if (former in session) session[name] = session[former]
    delete session[former]
  }
  session.recent = (session.recent as { turn?: { told?: number } }[]).map(({ turn, ...command }) => {
    if (turn === undefined) return command
    const { told, ...rest } = turn
    return { ...command, turn: told === undefined ? rest : { ...rest, handbacksUpTo: told } }
  })
  return session as unknown as Session
}
