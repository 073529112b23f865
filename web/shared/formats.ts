const dates = new Map<string, Intl.DateTimeFormat>()
const numbers = new Map<string, Intl.NumberFormat>()

/** The format of dates in a language. It is made once: that takes as long as writing some fifty dates, and lists write dates with each row. */
export function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return madeOnce(dates, language, options, () => new Intl.DateTimeFormat(language, options))
}

/** The format of numbers in a language, made once. */
export function numberFormat(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return madeOnce(numbers, language, options, () => new Intl.NumberFormat(language, options))
}

function madeOnce<Format>(made: Map<string, Format>, language: string, options: object, make: () => Format): Format {
  const key = `${language} ${JSON.stringify(options)}`
  const format = made.get(key) ?? make()
  made.set(key, format)
  return format
}
