import type { ApiGatewayManagementApiClientConfig } from '@aws-sdk/client-apigatewaymanagementapi'
import type { SocketGateway } from '../ports/outside.ts'

/**
 * Pushes to sockets of API Gateway. Reads the code of its client with the first push: a start does not need it, and
 * many requests reach no socket (ADR 37).
 */
export function socketsWhenNeeded(config: ApiGatewayManagementApiClientConfig): SocketGateway {
  let opened: Promise<SocketGateway> | undefined
  const sockets = async () => {
    opened ??= import('./sockets.ts').then(({ openSockets }) => openSockets(config))
    return await opened
  }
  return {
    push: async (connectionId, frame) => await (await sockets()).push(connectionId, frame),
    close: async connectionId => await (await sockets()).close(connectionId),
  }
}
