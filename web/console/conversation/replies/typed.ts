/** The trigger that an agent typed, and the words after it. */
export interface Typed {
  /** Position of the trigger in the text. */
  readonly at: number
  readonly query: string
}

/**
 * Finds the trigger before the caret: at the start of the text or after a space, on the caret's line. Words that begin
 * with a space are no query: `5 / 10` opens no list.
 */
export function typedBefore(text: string, caret: number, trigger: string): Typed | undefined {
  const line = text.slice(text.lastIndexOf('\n', caret - 1) + 1, caret)
  const begin = caret - line.length
  for (let at = line.lastIndexOf(trigger); at >= 0; at = at === 0 ? -1 : line.lastIndexOf(trigger, at - 1)) {
    if (at > 0 && !/\s/.test(line.charAt(at - 1))) continue
    const query = line.slice(at + trigger.length)
    return /^\s/.test(query) ? undefined : { at: begin + at, query }
  }
  return undefined
}
