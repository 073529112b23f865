import { awsApp } from '../../lib/aws/app.ts'
import { httpApi } from '../../lib/http/api.ts'
import { pauseRoutes } from './routes.ts'

export const handler = httpApi(awsApp('pause'), pauseRoutes)
