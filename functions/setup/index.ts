import { awsFunction } from '../../lib/aws/function.ts'
import { tokens } from '../../lib/aws/tokens.ts'
import { topicWhenNeeded } from '../../lib/aws/topic-when-needed.ts'
import { httpApi } from '../../lib/http/api.ts'
import { setupRoutes } from './routes.ts'

export const handler = awsFunction('setup', { auth: tokens, topic: topicWhenNeeded }, app => httpApi(app, setupRoutes))
