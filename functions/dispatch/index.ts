import { awsApp } from '../../lib/aws/app.ts'
import { liveStreamHandler, streamHandler } from './stream.ts'

const app = awsApp('dispatch')

export const handler = streamHandler(app)
export const live = liveStreamHandler(app)
