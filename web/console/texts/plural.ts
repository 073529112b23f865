import { numberFormat } from '../../shared/formats.ts'

/** The plural forms of a text. A language has its own forms beside `other`. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string }

/** Returns a function that picks the plural form for a number in a language. */
export function plural(language: string): (n: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language)
  return (n, forms) => forms[rules.select(n)] ?? forms.other
}

/** Returns a function that writes a number in a language. */
export function numerals(language: string): (n: number) => string {
  return n => numberFormat(language, {}).format(n)
}
