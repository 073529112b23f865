/** How services name a telephone: `+49 170 …`, `whatsapp:+49170…`, `49170…@s.whatsapp.net`. Folded text is looked at. */
const PHONE = /^(?:(?:tel|sms|whatsapp|signal|viber):)?(?<number>(?=\D*\d)[+\d\s()./\p{Pd}\u2212]+)(?<rest>[@:].*)?$/u

/** Written between the country and the number by people who think of callers at home: nobody dials it from abroad. */
const TRUNK_ZERO = /^(\s*(?:\+|00).*)\(0\)/u

/** `00` means `+` before a number of at least so many digits; shorter ones are ids that happen to begin so. */
const INTERNATIONAL = /^00(?=[1-9]\d{6})/
/** The same in what somebody is still typing. */
const INTERNATIONAL_BEGUN = /^00(?=[1-9])/

/** A text that looks like a telephone number: its digits, and what follows them (`@domain`). Otherwise nothing. */
export function phoneOf(folded: string): string | undefined {
  const digits = digitsOf(folded)
  return digits && digits.number.replace(INTERNATIONAL, '') + digits.rest
}

/** The beginnings of `phoneOf` that somebody may mean who typed this. */
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
