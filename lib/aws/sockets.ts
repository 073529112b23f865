import {
  ApiGatewayManagementApiClient,
  type ApiGatewayManagementApiClientConfig,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'
import type { SocketGateway } from '../ports/outside.ts'
import type { ServerFrame } from '../protocol/frames.ts'

/** Makes the client of the `@connections` API, and the gateway over it. */
export function openSockets(config: ApiGatewayManagementApiClientConfig): SocketGateway {
  return apiGatewaySockets(new ApiGatewayManagementApiClient(config))
}

/** Pushes to sockets of API Gateway with its `@connections` API. */
export function apiGatewaySockets(client: ApiGatewayManagementApiClient): SocketGateway {
  // Serialise a frame once for all its sockets.
  const written = new WeakMap<ServerFrame, Uint8Array>()
  const bytesOf = (frame: ServerFrame) => {
    const known = written.get(frame)
    if (known) return known
    const bytes = new TextEncoder().encode(JSON.stringify(frame))
    written.set(frame, bytes)
    return bytes
  }
  return {
    async push(connectionId, frame) {
      try {
        await client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: bytesOf(frame) }))
        return 'sent'
      } catch (error) {
        if (isGone(error)) return 'gone'
        throw error
      }
    },
    async close(connectionId) {
      try {
        await client.send(new DeleteConnectionCommand({ ConnectionId: connectionId }))
      } catch (error) {
        if (!isGone(error)) throw error
      }
    },
  }
}

/** Also checks the status: the SDK may report a 410 as an unknown error. */
function isGone(error: unknown): boolean {
  if (error instanceof GoneException) return true
  const status = (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode
  return status === 410
}
