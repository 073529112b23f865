import { asLine } from '../../lib/protocol/line.ts'

/** Returns up to two initials of a name, shown if there is no picture. */
export function initials(name: string): string {
  const words = asLine(name).match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? []
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words
  return ends.map(word => firstLetter(word ?? '')).join('')
}

function firstLetter(word: string): string {
  return (word.match(/^.\p{M}*/u)?.[0] ?? '').toLocaleUpperCase()
}
