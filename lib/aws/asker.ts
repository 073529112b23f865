import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Asker } from '../ports/outside.ts'

/** The configuration with which a client of the SDK reaches AWS: credentials, region and connections. */
export type Reach = Pick<DynamoDBClient['config'], 'credentials' | 'region' | 'sha256' | 'requestHandler'>

/** Time (ms) within which Lambda must accept an event. */
const TIMEOUT_MS = 3_000
const TRIES = 2

/**
 * Passes turns to the function `ask` with an asynchronous invocation of `url`
 * (`https://lambda.<region>.<suffix>/2015-03-31/functions/<name>/invocations`). Lambda answers 202 once it has the
 * event. Signs and sends the request with parts of the SDK's other clients, because a Lambda client would add 42 KB to
 * every start. Throws if Lambda refuses the event.
 */
export function lambdaAsker(
  { credentials, region, sha256, requestHandler }: Reach,
  url: string,
  timeoutMs = TIMEOUT_MS,
): Asker {
  const { protocol, hostname, port, pathname } = new URL(url)
  const signer = new SignatureV4({ service: 'lambda', credentials, region, sha256 })
  const request = (body: string) => ({
    method: 'POST',
    protocol,
    hostname,
    ...(port !== '' && { port: Number(port) }),
    path: pathname,
    query: {},
    headers: {
      host: port === '' ? hostname : `${hostname}:${port}`,
      'content-type': 'application/json',
      'x-amz-invocation-type': 'Event',
    },
    body,
  })

  async function send(body: string): Promise<number> {
    const signed = await signer.sign(request(body))
    const { response } = await requestHandler.handle(signed as never, { abortSignal: AbortSignal.timeout(timeoutMs) })
    // Read the answer to the end, so that the next request can use the connection.
    response.body?.resume?.()
    return response.statusCode
  }

  return {
    async ask(turn) {
      const body = JSON.stringify(turn)
      for (let tries = 1; ; tries++) {
        const status = await send(body).catch((error: unknown) => {
          if (tries >= TRIES) throw error
          return 0
        })
        if (status === 202) return
        const mayPass = status === 0 || status === 429 || status >= 500
        if (tries >= TRIES || !mayPass) throw new Error(`Lambda refused the event: ${status}`)
      }
    },
  }
}
