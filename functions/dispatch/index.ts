import { awsFunction } from '../../lib/aws/function.ts'
import { alertTopic } from '../../lib/aws/notifier.ts'
import { liveStreamHandler, streamHandler } from './stream.ts'

export const handler = awsFunction('dispatch', { notifier: alertTopic }, streamHandler)
export const live = awsFunction('live', {}, liveStreamHandler)
