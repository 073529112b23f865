export interface Piece {
  readonly text: string
  readonly isMarked: boolean
}

/** Cuts a text at the ranges to mark. Handles ranges that overlap or exceed the text. */
export function marked(
  text: string,
  places: readonly { readonly from: number; readonly to: number }[],
): readonly Piece[] {
  const pieces: Piece[] = []
  let at = 0
  const put = (to: number, isMarked: boolean) => {
    if (to > at) pieces.push({ text: text.slice(at, to), isMarked })
    at = Math.max(at, to)
  }
  for (const { from, to } of [...places].sort((a, b) => a.from - b.from)) {
    put(Math.min(from, text.length), false)
    put(Math.min(to, text.length), true)
  }
  put(text.length, false)
  return pieces
}
