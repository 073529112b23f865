import type { Instant } from '../session/session.ts'

/** Which agents signed out everywhere. */
export interface SignOutStore {
  /** When an agent last signed out everywhere, as of every sign-out that was acknowledged. Nothing where they never did. */
  signedOutAt(agentId: string): Promise<Instant | undefined>
  /** Notes that an agent signed out everywhere. An earlier moment never takes a later one's place. */
  signOutAgent(agentId: string, at: Instant): Promise<void>
}
