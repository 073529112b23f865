import { awsApp } from '../../lib/aws/app.ts'
import { tokens } from '../../lib/aws/tokens.ts'
import { socketApi } from './socket.ts'

export const handler = socketApi(awsApp('agent-ws', { auth: tokens }))
