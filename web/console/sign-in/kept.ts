import type { KeyValue } from './environment.ts'

/** A stored sign-in, which all tabs of this browser share. */
export interface Kept {
  readonly issuer: string
  readonly clientId: string
  readonly agent: { readonly id: string; readonly name?: string }
  readonly accessToken: string
  /** Expiry of the access token, and the time at which it arrived, in ms by this machine's clock. */
  readonly expiresAt: number
  readonly obtainedAt: number
  readonly refreshToken?: string
  readonly idToken?: string
}

export const KEPT_KEY = 'interlude.sign-in'

/** Returns the stored sign-in for this issuer and client, or nothing if there is no valid one. */
export function readKept(storage: KeyValue, { issuer, clientId }: Pick<Kept, 'issuer' | 'clientId'>): Kept | undefined {
  const text = storage.get(KEPT_KEY)
  if (text === null) return undefined
  try {
    const kept = JSON.parse(text) as Partial<Kept> | null
    const isWhole =
      typeof kept?.accessToken === 'string' && typeof kept.agent?.id === 'string' && Number.isFinite(kept.expiresAt)
    // Another deployment under the same address has other agents.
    return isWhole && kept.issuer === issuer && kept.clientId === clientId ? (kept as Kept) : undefined
  } catch {
    return undefined
  }
}

export const writeKept = (storage: KeyValue, kept: Kept): void => storage.set(KEPT_KEY, JSON.stringify(kept))

export const dropKept = (storage: KeyValue): void => storage.remove(KEPT_KEY)
