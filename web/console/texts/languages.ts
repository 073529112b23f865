import { en, type Texts } from './en.ts'

/** The languages of the console. English loads with the page, the others when they are chosen. */
export const LANGUAGES = ['en', 'de', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

/** Each language's name in that language. */
export const LANGUAGE_NAMES = { en: 'English', de: 'Deutsch', fr: 'Français' } as const satisfies Record<
  Language,
  string
>

const catalogues = {
  en: async () => en,
  de: async () => (await import('./de.ts')).de,
  fr: async () => (await import('./fr.ts')).fr,
} satisfies Record<Language, () => Promise<Texts>>

/** Loads the texts of a language. */
export const loadTexts = async (language: Language): Promise<Texts> => await catalogues[language]()
