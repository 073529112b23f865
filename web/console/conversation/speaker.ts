import type { Actor } from '../../../lib/protocol/entry.ts'
import type { Texts } from '../texts/en.ts'

/** Returns the name of who spoke: their own, or else the word for what they are. */
export function speakerName({ type, name }: Actor, userName: string, who: Texts['who']): string {
  return name ?? (type === 'user' ? userName : who[type])
}
