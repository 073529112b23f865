/**
 * Telephone numbers as services write them: `+49 170 …`, `whatsapp:+49170…`, `49170…@s.whatsapp.net`. Matches folded
 * text.
 */
const PHONE = /^(?:(?:tel|sms|whatsapp|signal|viber):)?(?<number>(?=\D*\d)[+\d\s()./\p{Pd}\u2212]+)(?<rest>[@:].*)?$/u

/** A zero that is dialled only inside the country, as in `+49 (0) 170`. It is not part of the international number. */
const TRUNK_ZERO = /^(\s*(?:\+|00).*)\(0\)/u

/** `00` means `+` before at least seven digits. Shorter numbers are ids that happen to begin with it. */
const INTERNATIONAL = /^00(?=[1-9]\d{6})/
/** The same for a number that is still being typed. */
const INTERNATIONAL_BEGUN = /^00(?=[1-9])/

/**
 * The digits of a text that looks like a telephone number, and the rest after them (`@domain`). Undefined for other
 * texts.
 */
export function phoneOf(folded: string): string | undefined {
  const digits = digitsOf(folded)
  return digits && digits.number.replace(INTERNATIONAL, '') + digits.rest
}

/** The prefixes of `phoneOf` that this query may mean. */
export function phonesSought(folded: string): readonly string[] {
  const digits = digitsOf(folded)
  if (!digits) return []
  return [digits.number, digits.number.replace(INTERNATIONAL_BEGUN, '')].map(number => number + digits.rest)
}

function digitsOf(folded: string): { readonly number: string; readonly rest: string } | undefined {
  const { number, rest = '' } = PHONE.exec(folded)?.groups ?? {}
  if (number === undefined) return undefined
  return { number: number.replace(TRUNK_ZERO, '$1').replace(/\D/gu, ''), rest }
}
