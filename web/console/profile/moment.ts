import { fullDate } from './dates.ts'

const TOKENS =
  /\[([^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|ddd|HH|H|hh|h|mm|m|ss|s|SSS|A|a|LLLL|LLL|LL|L|LTS|LT|X|x|Z/g

type Write = (at: Date, language: string) => string

const two = (n: number) => String(n).padStart(2, '0')
const hour12 = (at: Date) => at.getHours() % 12 || 12
const dayPeriod: Write = at => (at.getHours() < 12 ? 'AM' : 'PM')
const named =
  (options: Intl.DateTimeFormatOptions): Write =>
  (at, language) =>
    fullDate(at, language, options)

const WRITERS: Readonly<Record<string, Write>> = {
  YYYY: at => String(at.getFullYear()).padStart(4, '0'),
  YY: at => two(at.getFullYear() % 100),
  MMMM: named({ month: 'long' }),
  MMM: named({ month: 'short' }),
  MM: at => two(at.getMonth() + 1),
  M: at => String(at.getMonth() + 1),
  DD: at => two(at.getDate()),
  D: at => String(at.getDate()),
  dddd: named({ weekday: 'long' }),
  ddd: named({ weekday: 'short' }),
  HH: at => two(at.getHours()),
  H: at => String(at.getHours()),
  hh: at => two(hour12(at)),
  h: at => String(hour12(at)),
  mm: at => two(at.getMinutes()),
  m: at => String(at.getMinutes()),
  ss: at => two(at.getSeconds()),
  s: at => String(at.getSeconds()),
  SSS: at => String(at.getMilliseconds()).padStart(3, '0'),
  A: dayPeriod,
  a: (at, language) => dayPeriod(at, language).toLowerCase(),
  L: named({ day: '2-digit', month: '2-digit', year: 'numeric' }),
  LL: named({ dateStyle: 'long' }),
  LLL: named({ dateStyle: 'long', timeStyle: 'short' }),
  LLLL: named({ dateStyle: 'full', timeStyle: 'short' }),
  LT: named({ timeStyle: 'short' }),
  LTS: named({ timeStyle: 'medium' }),
  X: at => String(Math.floor(at.getTime() / 1_000)),
  x: at => String(at.getTime()),
  Z: at => offset(-at.getTimezoneOffset()),
}

/** Formats a time with a format of Moment.js. Text in square brackets and unknown tokens stay as they are. */
export function momentFormat(at: Date, format: string, language: string): string {
  return format.replace(TOKENS, (token, words?: string) => words ?? WRITERS[token]?.(at, language) ?? token)
}

function offset(minutes: number): string {
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
