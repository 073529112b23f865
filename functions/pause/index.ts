import { awsFunction } from '../../lib/aws/function.ts'
import { tokens } from '../../lib/aws/tokens.ts'
import { httpApi } from '../../lib/http/api.ts'
import { pauseRoutes } from './routes.ts'

export const handler = awsFunction('pause', { auth: tokens }, app => httpApi(app, pauseRoutes))
