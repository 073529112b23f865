import { awsFunction } from '../../lib/aws/function.ts'
import { tokens } from '../../lib/aws/tokens.ts'
import { socketApi } from './socket.ts'

export const handler = awsFunction('agent-ws', { auth: tokens }, socketApi)
