import type { IncomingMessage } from 'node:http'
import { readBody } from '../gateway/body.ts'
import { GraphError, invalidParameter } from './errors.ts'
import type { Json } from './types.ts'

/** A call with its parameters from the query and the body. The body wins. */
export interface Call {
  readonly method: string
  /** The path without the version, as its parts. */
  readonly path: readonly string[]
  readonly parameters: Json
  /** The token of the header `Authorization`. */
  readonly bearer?: string
}

const MAX_BODY_BYTES = 256 * 1024
const VERSION = /^v\d{1,3}\.\d{1,2}$/

/** Reads a call. The body may be JSON or a form. The path may begin with any version. Throws GraphError. */
export const readCall = async (req: IncomingMessage): Promise<Call> => {
  const url = new URL(req.url ?? '/', 'http://localhost')
  const parts = url.pathname.split('/').filter(part => part !== '')
  const body = await readBody(req, MAX_BODY_BYTES)
  if (body === 'too large') throw new GraphError({ code: 1, message: 'Request entity too large', status: 413 })
  const text = typeof body === 'string' ? '' : body.toString('utf8')
  const [, bearer] = /^(?:bearer|oauth)\s+(\S+)$/i.exec(req.headers.authorization ?? '') ?? []
  return {
    method: (req.method ?? 'GET').toUpperCase(),
    path: (VERSION.test(parts[0] ?? '') ? parts.slice(1) : parts).map(decode),
    parameters: { ...fromForm(url.searchParams), ...readParameters(text, req.headers['content-type']) },
    ...(bearer === undefined ? {} : { bearer }),
  }
}

const decode = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

const readParameters = (text: string, contentType = ''): Json => {
  if (text.trim() === '') return {}
  if (!/json/i.test(contentType)) return fromForm(new URLSearchParams(text))
  try {
    const value: unknown = JSON.parse(text)
    if (isJson(value)) return value
  } catch {
    // Answered below.
  }
  throw invalidParameter('The body is not a JSON object')
}

const fromForm = (form: URLSearchParams): Json => Object.fromEntries(form)

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Reads a parameter that is an object. In a form it is text, and Meta's examples write it with single quotes or with
 * names without quotes: `{'id':'<PSID>'}`, `{id:<PSID>}`. Returns undefined if it is absent. Throws GraphError.
 */
export const objectOf = (parameters: Json, name: string): Json | undefined => {
  const value = parameters[name]
  if (value === undefined || value === null || value === '') return undefined
  const read = typeof value === 'string' ? readLoosely(value) : value
  if (!isJson(read)) throw invalidParameter(`Param ${name} must be a valid JSON object`)
  return read
}

const readLoosely = (text: string): unknown => {
  for (const candidate of [text, text.replaceAll("'", '"'), quoted(text)]) {
    try {
      return JSON.parse(candidate)
    } catch {
      // The next spelling may be the one.
    }
  }
  return undefined
}

/** Puts names and bare values of `{id:123}` into quotes. */
const quoted = (text: string): string => text.replaceAll("'", '"').replace(/([{,:]\s*)([\w-]+)(?=\s*[:,}])/g, '$1"$2"')

/** Reads a parameter that is text or a number. Undefined if it is absent or empty. */
export const textOf = (parameters: Json, name: string): string | undefined => {
  const value = parameters[name]
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}
