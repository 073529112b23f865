import { invalidParameter } from './errors.ts'

/** The length in characters: an emoji counts once. */
export const lengthOf = (text: string): number => [...text].length

/** Throws GraphError unless a title is text of 1 to `most` characters. */
export const checkTitle = (title: unknown, most: number, name: string): void => {
  if (typeof title !== 'string' || title === '') throw invalidParameter(`Param ${name} must be a non-empty string`)
  if (lengthOf(title) > most) throw invalidParameter(`Length of param ${name} must be less than or equal to ${most}`)
}

export const isHttpUrl = (url: unknown): url is string =>
  typeof url === 'string' && /^https?:\/\//.test(url) && URL.canParse(url)
