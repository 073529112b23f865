import { awsApp } from '../../lib/aws/app.ts'
import { alertTopic } from '../../lib/aws/notifier.ts'
import { liveStreamHandler, streamHandler } from './stream.ts'

const app = awsApp('dispatch', { notifier: alertTopic })

export const handler = streamHandler(app)
export const live = liveStreamHandler(app)
