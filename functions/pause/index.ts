import { awsFunction } from '../../lib/aws/function.ts'
import { httpApi } from '../../lib/http/api.ts'
import { pauseRoutes } from './routes.ts'

export const handler = awsFunction('pause', app => httpApi(app, pauseRoutes))
