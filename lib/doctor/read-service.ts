import type { ClientEnvironment, ResponseLike } from '../client/index.ts'
import type { ServiceFacts } from './facts.ts'

export interface Reader extends Pick<ClientEnvironment, 'fetch' | 'clock'> {
  /** The address of the API, without a slash at its end. */
  readonly address: string
}

/** A route that every Interlude has, and whose answers no cache keeps. */
const PROBE = '/api/v1/me'
const WITHIN_MS = 10_000

/** Looks at whether Interlude answers at the address, in which version, and at its clock. Never throws. */
export async function readService(reader: Reader): Promise<ServiceFacts> {
  const { address, clock } = reader
  const before = clock.now()
  const answer = await ask(reader, `${address}${PROBE}`)
  if (typeof answer === 'string') return { status: 'unreachable', address, reason: answer }
  if (!isOurs(answer)) {
    const right = await rightAddress(reader)
    return { status: 'foreign', address, answered: answered(answer), ...(right !== undefined && { right }) }
  }
  // A header has whole seconds, so the difference is exact to a second.
  const serverTime = Date.parse(answer.headers.get('date') ?? '')
  const aheadMs = (before + clock.now()) / 2 - serverTime
  const version = await versionAt(reader)
  return {
    status: 'reached',
    address,
    ...(version !== undefined && { version }),
    ...(Number.isFinite(aheadMs) && { aheadMs }),
  }
}

interface Answer extends Pick<ResponseLike, 'status' | 'headers'> {
  readonly text: string
}

/** The answer, or why there is none. */
async function ask({ fetch, clock }: Reader, url: string): Promise<Answer | string> {
  return await new Promise(resolve => {
    const undo = clock.after(WITHIN_MS, () => resolve(`no answer within ${WITHIN_MS / 1000} s`))
    const read = async (): Promise<Answer> => {
      const response = await fetch(url, { method: 'GET', headers: {} })
      return { status: response.status, headers: response.headers, text: await response.text() }
    }
    read()
      .then(resolve, error => resolve(reasonOf(error)))
      .finally(undo)
  })
}

/** Node tells the kind of a network error in its cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as { readonly cause?: { readonly code?: unknown }; readonly message?: unknown }
  return typeof cause?.code === 'string' ? cause.code : String(message ?? error)
}

/** Interlude answers a request without a token with a problem of its own. */
function isOurs({ status, text }: Answer): boolean {
  const { code } = (jsonOf(text) ?? {}) as { readonly code?: unknown }
  return status >= 400 && typeof code === 'string' && /^(auth|service|store|internal)\b/.test(code)
}

function answered({ status, headers }: Answer): string {
  const type = headers.get('content-type')?.split(';')[0]
  return type === undefined ? String(status) : `${status}, ${type}`
}

/** The address without its path, if Interlude answers there. */
async function rightAddress(reader: Reader): Promise<string | undefined> {
  if (!URL.canParse(reader.address)) return undefined
  const { origin } = new URL(reader.address)
  if (origin === reader.address) return undefined
  const answer = await ask(reader, `${origin}${PROBE}`)
  return typeof answer !== 'string' && isOurs(answer) ? origin : undefined
}

async function versionAt(reader: Reader): Promise<string | undefined> {
  const answer = await ask(reader, `${reader.address}/openapi.json`)
  const { info } = ((typeof answer === 'string' ? undefined : jsonOf(answer.text)) ?? {}) as {
    readonly info?: Readonly<Record<string, unknown>>
  }
  const version = info?.['x-interlude-version']
  return typeof version === 'string' ? version : undefined
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
