import { awsApp } from '../../lib/aws/app.ts'
import { tokens } from '../../lib/aws/tokens.ts'
import { httpApi } from '../../lib/http/api.ts'
import { inboundRoutes } from './routes.ts'

export const handler = httpApi(awsApp('inbound', { auth: tokens }), inboundRoutes)
