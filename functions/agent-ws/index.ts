import { lambdaAsker } from '../../lib/aws/asker.ts'
import { awsFunction } from '../../lib/aws/function.ts'
import { tokens } from '../../lib/aws/tokens.ts'
import { socketApi } from './socket.ts'

export const handler = awsFunction('agent-ws', { auth: tokens, asker: lambdaAsker }, socketApi)
