import { awsApp } from '../../lib/aws/app.ts'
import { tokens } from '../../lib/aws/tokens.ts'
import { httpApi } from '../../lib/http/api.ts'
import { pauseRoutes } from './routes.ts'

export const handler = httpApi(awsApp('pause', { auth: tokens }), pauseRoutes)
