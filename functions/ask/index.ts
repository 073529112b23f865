import { awsFunction } from '../../lib/aws/function.ts'
import { askHandler } from './handler.ts'

export const handler = awsFunction('ask', {}, askHandler)
