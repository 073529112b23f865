import { chooseLanguage, localeOf, type Say, sayIn } from '../../../shared/texts.ts'
import { en, type WidgetCatalogue } from './en.ts'

export type SayText = Say<typeof en>
export type TextKey = keyof typeof en

/** The languages of the widget. English is part of the first load, the others load on demand. */
export const LANGUAGES = ['en', 'de', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

const CATALOGUES = {
  en: async () => en,
  de: async () => (await import('./de.ts')).de,
  fr: async () => (await import('./fr.ts')).fr,
} as const satisfies Record<Language, () => Promise<WidgetCatalogue>>

export interface Texts {
  readonly language: Language
  /** The language with the reader's region, for dates and numbers. */
  readonly locale: string
  readonly say: SayText
}

/**
 * Loads the texts for a reader. `wanted`: the language of the page. `browsers`: the reader's languages, whose region
 * decides the format of dates. Falls back to English if a language cannot be loaded.
 */
export async function loadTexts(wanted: string, browsers: readonly string[]): Promise<Texts> {
  const language = chooseLanguage([wanted], LANGUAGES)
  const locale = localeOf(language, [...browsers, wanted])
  const catalogue = await CATALOGUES[language]().catch(() => en)
  return { language, locale, say: sayIn<typeof en>(catalogue, locale) }
}
