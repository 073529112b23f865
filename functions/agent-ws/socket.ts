import type { APIGatewayProxyStructuredResultV2, APIGatewayProxyWebsocketEventV2 } from 'aws-lambda'
import type { App } from '../../lib/app.ts'
import { forgetSocket } from '../../lib/conversations/presence.ts'
import { problemOf } from '../../lib/http/problems.ts'
import { type ConnectEvent, connect } from './connect.ts'
import { receiveFrame } from './receive.ts'

export type SocketHandler = (
  event: APIGatewayProxyWebsocketEventV2 & ConnectEvent,
) => Promise<APIGatewayProxyStructuredResultV2>

/** Handles every event of the WebSocket API: connect, message and disconnect. */
export function socketApi(app: App): SocketHandler {
  return async event => {
    const { connectionId, eventType, requestId } = event.requestContext
    switch (eventType) {
      case 'CONNECT':
        return await letIn(app, connectionId, event, requestId)
      case 'MESSAGE':
        await receiveFrame(app, connectionId, event.body ?? '', requestId)
        return { statusCode: 200 }
      case 'DISCONNECT':
        await forgetSocket(app, connectionId)
        return { statusCode: 200 }
      default:
        return eventType satisfies never
    }
  }
}

async function letIn(app: App, connectionId: string, event: ConnectEvent, requestId: string) {
  try {
    const { subprotocol } = await connect(app, connectionId, event)
    return { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': subprotocol } }
  } catch (error) {
    const { problem } = problemOf(error, requestId, app.log)
    const headers = { 'content-type': 'application/problem+json' }
    return { statusCode: problem.status, headers, body: JSON.stringify(problem) }
  }
}
