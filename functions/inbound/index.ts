import { awsFunction } from '../../lib/aws/function.ts'
import { tokens } from '../../lib/aws/tokens.ts'
import { httpApi } from '../../lib/http/api.ts'
import { inboundRoutes } from './routes.ts'

export const handler = awsFunction('inbound', { auth: tokens }, app => httpApi(app, inboundRoutes))
