import type { Instant } from '../session/session.ts'

/** Which agents signed out everywhere. */
export interface SignOutStore {
  /** When an agent last signed out everywhere, including every acknowledged sign-out. Undefined if they never did. */
  signedOutAt(agentId: string): Promise<Instant | undefined>
  /** Records that an agent signed out everywhere. Keeps the latest time. */
  signOutAgent(agentId: string, at: Instant): Promise<void>
}
