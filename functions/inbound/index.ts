import { awsFunction } from '../../lib/aws/function.ts'
import { httpApi } from '../../lib/http/api.ts'
import { inboundRoutes } from './routes.ts'

export const handler = awsFunction('inbound', app => httpApi(app, inboundRoutes))
