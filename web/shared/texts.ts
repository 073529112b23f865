/** A text with a number, in the plural forms of a language. `other` replaces a missing form. */
export type Plural = { readonly [Form in Exclude<Intl.LDMLPluralRule, 'other'>]?: string } & { readonly other: string }

/** The texts of one language, by key. `{name}` marks the place of a value. */
export type Catalogue = Readonly<Record<string, string | Plural>>

/** A catalogue with the same keys as another one, and plurals at the same keys. */
export type SameKeys<Model extends Catalogue> = {
  readonly [Key in keyof Model]: Model[Key] extends string ? string : Plural
}

export type Values = Readonly<Record<string, string | number>>

/** Returns a text of a catalogue. The value `count` chooses the form of a plural. */
export type Say<Model extends Catalogue> = (key: keyof Model, values?: Values) => string

/** Makes the function that returns the texts of a catalogue. Formats numbers for the language. */
export function sayIn<Model extends Catalogue>(catalogue: SameKeys<Model>, language: string): Say<Model> {
  const plurals = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language)
  return (key, values = {}) => {
    const text: string | Plural = catalogue[key]
    const form = typeof text === 'string' ? text : (text[plurals.select(Number(values.count))] ?? text.other)
    return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name]
      return typeof value === 'number' ? numbers.format(value) : (value ?? whole)
    })
  }
}

/** Returns the first wanted language (`de-AT`, `fr`) that is offered in any region, or else the first one offered. */
export function chooseLanguage<Language extends string>(
  wanted: readonly string[],
  offered: readonly [Language, ...Language[]],
): Language {
  const known = wanted.map(tag => offered.find(language => language === languageOf(tag)))
  return known.find(language => language !== undefined) ?? offered[0]
}

/**
 * Returns the locale for dates, times and numbers: the first one of `wanted` in that language, including its region
 * (`en-GB` writes `14:05`, `en` alone `2:05 PM`), or else the language itself.
 */
export function localeOf(language: string, wanted: readonly string[]): string {
  return wanted.find(tag => languageOf(tag) === language && isLocale(tag)) ?? language
}

const languageOf = (tag: string) => tag.toLowerCase().split('-')[0]

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
