import { awsFunction } from '../../lib/aws/function.ts'
import { socketApi } from './socket.ts'

export const handler = awsFunction('agent-ws', socketApi)
