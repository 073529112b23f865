const MAX_INITIALS = 2

/** Returns the first letters of the first and the last word of a name, whatever the script; `#` where there is no letter. */
export function initialsOf(name: string): string {
  const firsts = (name.match(/[\p{L}\p{N}]+/gu) ?? []).map(word => [...word][0] ?? '')
  const picked = firsts.length > MAX_INITIALS ? [firsts[0], firsts.at(-1)] : firsts
  return picked.join('').toLocaleUpperCase() || '#'
}
