import { InterludeError } from '../protocol/problem.ts'
import { heldByPeople, holderOf } from './holder.ts'
import type { Session } from './session.ts'

/** Throws `handoff.not_open` unless an episode is the newest one of its conversation. It may have ended. */
export function newestEpisode(session: Session, number: number, consequence: string): void {
  if (session.episodes === number) return
  const holder = holderOf(session)
  throw new InterludeError('handoff.not_open', `a later handoff has replaced this one, so ${consequence}`, { holder })
}

/**
 * Returns the control in an episode that has not ended. Throws `handoff.not_open` for every other, so that a command
 * meant for one episode never reaches a later one.
 */
export function openEpisode(session: Session, number: number, consequence: string): ReturnType<typeof heldByPeople> {
  newestEpisode(session, number, consequence)
  return heldByPeople(session, consequence)
}
