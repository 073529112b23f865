import { awsFunction } from '../../lib/aws/function.ts'
import { liveStreamHandler, streamHandler } from './stream.ts'

export const handler = awsFunction('dispatch', streamHandler)
export const live = awsFunction('live', liveStreamHandler)
