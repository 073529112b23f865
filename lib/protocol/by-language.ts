import * as z from 'zod'

/** Most languages of a configuration. */
const MAX_LANGUAGES = 30

/** A language tag (BCP 47): `en`, `pt-BR`. */
const Language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'must be a language tag such as en or pt-BR')

/** Makes the schema of a value for each language, by its tag. */
export const byLanguage = <T extends z.ZodType>(value: T) =>
  z.record(Language, value).refine(texts => Object.keys(texts).length <= MAX_LANGUAGES, {
    error: `must name at most ${MAX_LANGUAGES} languages`,
  })
