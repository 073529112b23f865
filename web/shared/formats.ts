const dates = new Map<string, Intl.DateTimeFormat>()
const numbers = new Map<string, Intl.NumberFormat>()

/**
 * Returns a cached date format. To create one takes as long as formatting some fifty dates, and lists format a date in
 * each row.
 */
export function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return madeOnce(dates, language, options, () => new Intl.DateTimeFormat(language, options))
}

/** Returns a cached number format. */
export function numberFormat(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return madeOnce(numbers, language, options, () => new Intl.NumberFormat(language, options))
}

function madeOnce<Format>(made: Map<string, Format>, language: string, options: object, make: () => Format): Format {
  const key = `${language} ${JSON.stringify(options)}`
  const format = made.get(key) ?? make()
  made.set(key, format)
  return format
}
