import { oneLine } from './line.ts'
import { SHOWN_LIMITS, type ShownPicture } from './shown.ts'

/** The fields of a payload. Each reader below returns undefined for a value that cannot be shown. */
export type Fields = Readonly<Record<string, unknown>>

/** Returns the fields of an object. Botpress wraps a message in the object that its own page shows. */
export function fieldsOf(value: unknown): Fields {
  if (!isFields(value)) return {}
  return isFields(value.wrapped) ? { ...value, ...value.wrapped } : value
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads at most `most` items of a list. Skips those that cannot be shown. */
export function listOf<T>(value: unknown, most: number, read: (each: unknown) => T | undefined): T[] {
  const found: T[] = []
  if (!Array.isArray(value)) return found
  for (const each of value) {
    if (found.length === most) break
    const item = read(each)
    if (item !== undefined) found.push(item)
  }
  return found
}

/** Returns an object with the field, or without any if the value is undefined. */
export function some<Name extends string, T>(name: Name, value: T | undefined): { readonly [_ in Name]?: T } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [_ in Name]?: T }
}

/** Returns a text unchanged, including its line breaks. */
export function words(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.toWellFormed() : undefined
}

/** Returns a text or a number as one line. */
export function line(value: unknown, maxChars: number): string | undefined {
  const given = typeof value === 'number' ? String(value) : value
  return typeof given === 'string' ? oneLine(given, maxChars) || undefined : undefined
}

export const title = (value: unknown): string | undefined => line(value, SHOWN_LIMITS.titleChars)

export const kindName = (value: unknown): string | undefined => line(value, SHOWN_LIMITS.mimeChars)

export const mimeOf = ({ mime, mimeType }: Fields): string | undefined => line(mime ?? mimeType, SHOWN_LIMITS.mimeChars)

/** Returns the value that a choice sends back: whole, or not at all. */
export function sentBack(value: unknown): string | undefined {
  const given = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
  return typeof given === 'string' && given !== '' && given.length <= SHOWN_LIMITS.valueChars ? given : undefined
}

export function wholeNumber(value: unknown, most: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most ? value : undefined
}

/** Returns an angle between `-most` and `most`. */
export function degrees(value: unknown, most: number): number | undefined {
  const given = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof given === 'number' && Math.abs(given) <= most ? given : undefined
}

export function sizeOf(fields: Fields): ShownPicture['size'] {
  const width = wholeNumber(fields.width, SHOWN_LIMITS.pixels)
  const height = wholeNumber(fields.height, SHOWN_LIMITS.pixels)
  return width && height ? { width, height } : undefined
}
