import type { PlatformCaller } from '../ports/outside.ts'

/** Longest answer that is read, in bytes. */
const MAX_ANSWER_BYTES = 1024 * 1024

/** Calls platforms with `fetch`: kept connections, one time limit for a whole call, no redirects. */
export const platformCaller: PlatformCaller = {
  async call({ method, url, headers = {}, body, timeoutMs, wantedHeaders = [] }) {
    try {
      const response = await fetch(url, {
        method,
        redirect: 'error',
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      })
      const text = await textOf(response)
      const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
      return {
        status: response.status,
        body: jsonOf(text),
        ...(seconds > 0 && { retryAfterSeconds: seconds }),
        ...(wantedHeaders.length > 0 && { headers: pick(response.headers, wantedHeaders) }),
      }
    } catch (error) {
      return { status: 'unreachable', reason: reasonOf(error, timeoutMs) }
    }
  },
}

async function textOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.length
    if (bytes > MAX_ANSWER_BYTES) throw new Error(`the answer is longer than ${MAX_ANSWER_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function pick(headers: Headers, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap(name => {
      const value = headers.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Names the kind of failure alone: the messages of `fetch` may contain the URL, and the URL a token. */
function reasonOf(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`
  const { code } = ((error as { cause?: unknown }).cause ?? error) as NodeJS.ErrnoException
  return typeof code === 'string' ? `the connection failed (${code})` : 'the connection failed'
}
