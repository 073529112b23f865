import * as z from 'zod'

/** The days of the week as `Hours` names them, from Sunday. */
export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
export type Weekday = (typeof WEEKDAYS)[number]

const MAX_SPANS = 10
const MAX_HOLIDAYS = 400

const isZone = (name: string) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

export const TimeZone = z.string().max(60).refine(isZone, { error: 'must be a time zone such as Europe/Berlin' }).meta({
  description: 'Name of the time zone (IANA), such as `Europe/Berlin`.',
})

/** A time of day such as `09:00`. `24:00` is the end of the day. */
const TimeOfDay = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time of day such as 09:00')

/** From the first time, up to the second one, exclusive. */
const Span = z.tuple([TimeOfDay, TimeOfDay])

const Spans = z
  .array(Span)
  .max(MAX_SPANS)
  .superRefine((spans, context) => {
    let before = ''
    for (const [index, [from, to]] of spans.entries()) {
      if (from < before)
        context.addIssue({ code: 'custom', message: 'must not be before the last end', path: [index, 0] })
      if (to <= from) context.addIssue({ code: 'custom', message: 'must be later than the start', path: [index, 1] })
      before = to
    }
  })

/** The times at which people answer, on the clocks of a time zone. */
export const Hours = z
  .strictObject({
    timeZone: TimeZone,
    days: z.partialRecord(z.enum(WEEKDAYS), Spans).meta({
      description: 'Times of each day of the week, in order, such as `{"mon":[["09:00","12:30"],["13:30","17:00"]]}`.',
    }),
    holidays: z.array(z.iso.date()).max(MAX_HOLIDAYS).default([]).meta({
      description: 'Dates on which nobody answers, such as `2026-12-25`.',
    }),
  })
  .meta({ id: 'Hours', description: 'Times at which people answer. Missing: always.' })
export type Hours = Readonly<z.infer<typeof Hours>>
