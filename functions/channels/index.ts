import { lambdaAsker } from '../../lib/aws/asker.ts'
import { awsFunction } from '../../lib/aws/function.ts'
import { httpApi } from '../../lib/http/api.ts'
import { platformRoutes } from './routes.ts'

export const handler = awsFunction('channels', { asker: lambdaAsker }, app => httpApi(app, platformRoutes))
