import { en, type Texts } from './en.ts'

/** The languages of the console. English comes with the page, each other one when it is chosen. */
export const LANGUAGES = ['en', 'de', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

/** Each language in its own words. */
export const LANGUAGE_NAMES = { en: 'English', de: 'Deutsch', fr: 'Français' } as const satisfies Record<
  Language,
  string
>

const catalogues = {
  en: async () => en,
  de: async () => (await import('./de.ts')).de,
  fr: async () => (await import('./fr.ts')).fr,
} satisfies Record<Language, () => Promise<Texts>>

/** Loads a language's texts. */
export const loadTexts = async (language: Language): Promise<Texts> => await catalogues[language]()
