/** Shortens a text of more than `max` characters to its first and last `kept` ones, with `…` between them. */
export function shortened(text: string, { max, kept }: { readonly max: number; readonly kept: number }): string {
  const chars = [...text]
  return chars.length <= max ? text : `${chars.slice(0, kept).join('')}…${chars.slice(-kept).join('')}`
}
