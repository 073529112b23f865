import { awsFunctions } from '../../lib/aws/function.ts'
import { alertTopic } from '../../lib/aws/notifier.ts'
import { liveStreamHandler, streamHandler } from './stream.ts'

const awsFunction = awsFunctions({ notifier: alertTopic })

export const handler = awsFunction('dispatch', streamHandler)
export const live = awsFunction('live', liveStreamHandler)
