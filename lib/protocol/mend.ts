import * as z from 'zod'
import { MAX_FIELDS, pathName } from './problem.ts'

/** A part of an input that Interlude mended or dropped. It never contains the value. */
export const Warning = z
  .object({
    path: z.string().meta({ description: 'Dotted path of the field. Empty for the whole input.' }),
    message: z.string(),
  })
  .meta({
    id: 'Warning',
    description: 'One part of the request that Interlude mended or dropped. It carried out the rest.',
  })
export type Warning = z.infer<typeof Warning>

/** The field of an answer with the warnings. Missing if there are none. */
export const warnings = { warnings: z.array(Warning).exactOptional() }

/** Reports a mender's change of the value, or of one of its fields. */
export type Report = (message: string, field?: string) => void

/** Functions that a browser lacks. */
export interface Tools {
  /** Returns a short digest of a text. */
  digest(text: string): string
}

/** Mends values that a schema refuses. Registered with the schema: `schema.register(menders, …)`. */
export interface Mender {
  /**
   * Makes a good value out of a bad one. `undefined` drops the field. A value that comes back unchanged stays bad. The
   * mender of an object or an array runs before its fields or elements are mended.
   */
  mend(value: unknown, report: Report, tools: Tools): unknown
  /** Set if the field must not be dropped although it is optional: the input would mean something else without it. */
  readonly essential?: true
}
export const menders = z.registry<Mender>()

export type Read<T> =
  | {
      readonly success: true
      readonly data: T
      readonly warnings: readonly Warning[]
      /** Paths of the values that were dropped as not valid. */
      readonly lost: readonly string[]
    }
  | { readonly success: false; readonly error: z.ZodError }

/**
 * Reads input of other software. If the schema refuses it, mends or drops each bad part, and reports it. Fails only if
 * a required part cannot be mended.
 */
export function readTolerantly<S extends z.ZodType>(schema: S, input: unknown, tools: Tools): Read<z.output<S>> {
  const strict = schema.safeParse(input)
  if (strict.success) return { success: true, data: strict.data, warnings: [], lost: [] }
  const walk = new Walk(tools)
  const mended = schema.safeParse(walk.value(schema, input, []))
  if (!mended.success) return { success: false, error: mended.error }
  return { success: true, data: mended.data, warnings: walk.reported(), lost: walk.lost }
}

/** Keeps the first warnings if there are very many: an answer must not outgrow the input. */
export function firstOf(warnings: readonly Warning[]): readonly Warning[] {
  const more = warnings.length - MAX_FIELDS
  return more <= 1 ? warnings : [...warnings.slice(0, MAX_FIELDS), { path: '', message: `and ${more} more` }]
}

type Path = readonly PropertyKey[]

/** Walks through a schema and an input in parallel. */
class Walk {
  readonly lost: string[] = []
  private warnings: Warning[] = []
  private readonly tools: Tools

  constructor(tools: Tools) {
    this.tools = tools
  }

  value(schema: z.ZodType, given: unknown, path: Path): unknown {
    const { inner, isOptional } = unwrapped(schema)
    if (isOptional && (given === undefined || given === null)) return undefined
    if (inner.safeParse(given).success) return given

    const before = this.warnings.length
    const mender = menders.get(inner)
    const report: Report = (message, field) => this.warn(field === undefined ? path : [...path, field], message)
    const mended = this.inside(inner, mender ? mender.mend(given, report, this.tools) : given, path)
    if (mended === undefined) return undefined
    const checked = inner.safeParse(mended)
    if (checked.success || !isOptional || mender?.essential) return mended
    this.forget(before)
    this.lose(path, checked.error.issues[0]?.message)
    return undefined
  }

  reported(): readonly Warning[] {
    return firstOf(this.warnings)
  }

  private inside(schema: z.ZodType, given: unknown, path: Path): unknown {
    if (schema instanceof z.ZodObject && isObject(given)) return this.fields(schema, given, path)
    if (schema instanceof z.ZodArray && Array.isArray(given)) {
      return this.elements(schema.element as z.ZodType, given, path)
    }
    return given
  }

  private fields(schema: z.ZodObject, given: Readonly<Record<string, unknown>>, path: Path): unknown {
    const isStrict = schema.def.catchall instanceof z.ZodNever
    const unknown = Object.entries(given).filter(([name]) => !Object.hasOwn(schema.shape, name))
    if (isStrict) for (const [name] of unknown) this.warn([...path, name], 'is not a known field and was dropped')
    const known = Object.entries(schema.shape).flatMap(([name, field]) => {
      const value = Object.hasOwn(given, name) ? given[name] : undefined
      const mended = this.value(field as z.ZodType, value, [...path, name])
      return mended === undefined ? [] : [[name, mended] as const]
    })
    return Object.fromEntries(isStrict ? known : [...unknown, ...known])
  }

  private elements(element: z.ZodType, given: readonly unknown[], path: Path): unknown[] {
    return given.flatMap((each, index) => {
      if (each === undefined) return []
      const before = this.warnings.length
      const mended = this.value(element, each, [...path, index])
      if (mended === undefined) return []
      if (element.safeParse(mended).success) return [mended]
      this.forget(before)
      this.lose([...path, index])
      return []
    })
  }

  private lose(path: Path, why?: string): void {
    this.lost.push(pathName(path))
    this.warn(path, `was dropped: ${why ?? 'it is not valid'}`)
  }

  private warn(path: Path, message: string): void {
    this.warnings.push({ path: pathName(path), message })
  }

  private forget(from: number): void {
    this.warnings = this.warnings.slice(0, from)
  }
}

/** Returns the schema inside `optional` and `default`. */
function unwrapped(schema: z.ZodType): { inner: z.ZodType; isOptional: boolean } {
  let inner = schema
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodExactOptional || inner instanceof z.ZodDefault) {
    inner = inner.def.innerType as z.ZodType
  }
  return { inner, isOptional: inner !== schema }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
