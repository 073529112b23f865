import { awsApp } from '../../lib/aws/app.ts'
import { socketApi } from './socket.ts'

export const handler = socketApi(awsApp('agent-ws'))
