import * as z from 'zod'
import { isObject, type Mender, menders, type Report } from './mend.ts'
import { cut, textUpTo } from './menders.ts'
import { MAX_SUMMARY_CHARS } from './wire.ts'

/** Most facts of a context. */
export const MAX_FACTS = 20
/** Longest name of a fact, in characters. */
export const MAX_FACT_NAME_CHARS = 60
/** Longest text of a fact, in characters. */
export const MAX_FACT_CHARS = 300
/** Longest context as JSON, in bytes of UTF-8. With the summary it fits one entry of the log. */
export const MAX_CONTEXT_BYTES = 4 * 1024

const Fact = z.union([z.string().max(MAX_FACT_CHARS), z.number(), z.boolean()])
type Fact = z.infer<typeof Fact>

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length

/** Mends a context: makes each fact short text, and drops the facts that are none or do not fit. */
const contextMender: Mender = {
  mend(value, report) {
    if (!isObject(value)) return value
    const kept: Record<string, Fact> = Object.create(null)
    let left = 0
    for (const [name, given] of Object.entries(value)) {
      const fact = asFact(given, message => report(message, name))
      if (fact === undefined) continue
      const short = cut(name, MAX_FACT_NAME_CHARS).trim()
      if (short === '' || short in kept || !fits(kept, short, fact)) left++
      else kept[short] = fact
    }
    if (left > 0) report(`lost ${left} ${left === 1 ? 'fact that does' : 'facts that do'} not fit`)
    return Object.keys(kept).length > 0 ? { ...kept } : undefined
  },
}

function fits(kept: Readonly<Record<string, Fact>>, name: string, fact: Fact): boolean {
  return Object.keys(kept).length < MAX_FACTS && bytesOf({ ...kept, [name]: fact }) <= MAX_CONTEXT_BYTES
}

function asFact(value: unknown, report: Report): Fact | undefined {
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value
  if (value === null || value === undefined || value === '') return undefined
  if (typeof value !== 'string') report('became text')
  const text =
    typeof value === 'string'
      ? value
      : Array.isArray(value) && value.every(isPlain)
        ? value.join(', ')
        : JSON.stringify(value)
  const short = cut(text, MAX_FACT_CHARS)
  if (short !== text) report(`was cut to ${MAX_FACT_CHARS} characters`)
  return short
}

const isPlain = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)

/** Fields with which a bot tells the agents what it knows. For agents only: no user, alert or channel gets them. */
export const briefFields = {
  summary: z
    .string()
    .min(1)
    .max(MAX_SUMMARY_CHARS)
    .register(menders, textUpTo(MAX_SUMMARY_CHARS))
    .exactOptional()
    .meta({ description: 'The conversation so far, for the agent who takes it.' }),
  context: z
    .record(z.string().min(1).max(MAX_FACT_NAME_CHARS), Fact)
    .refine(facts => Object.keys(facts).length <= MAX_FACTS, { error: `at most ${MAX_FACTS} facts` })
    .refine(facts => bytesOf(facts) <= MAX_CONTEXT_BYTES, { error: `at most ${MAX_CONTEXT_BYTES} bytes as JSON` })
    .register(menders, contextMender)
    .exactOptional()
    .meta({ description: 'Facts by name, for the agent: an order, a plan, a language.' }),
}
export type BriefFields = Readonly<z.infer<z.ZodObject<typeof briefFields>>>
