import type { Actor } from '../../../lib/protocol/entry.ts'
import type { Texts } from '../texts/en.ts'

/** Returns the speaker's name, or the word for the kind of speaker. */
export function speakerName({ type, name }: Actor, userName: string, who: Texts['who']): string {
  return name ?? (type === 'user' ? userName : who[type])
}
