import { awsFunction } from '../../lib/aws/function.ts'
import { tokens } from '../../lib/aws/tokens.ts'
import { httpApi } from '../../lib/http/api.ts'
import { consoleRoutes } from './routes.ts'

export const handler = awsFunction('console', { auth: tokens }, app => httpApi(app, consoleRoutes))
