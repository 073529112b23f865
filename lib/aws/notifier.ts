import { type MessageAttributeValue, PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import type { Notifier } from '../ports/outside.ts'
import type { Env } from './env.ts'
import { withinTime } from './limits.ts'

/** Publishes notices to an SNS topic, with separate texts for e-mail, SMS and machines. */
export function snsNotifier(client: SNSClient, topicArn: string): Notifier {
  return {
    async publish({ subject, email, sms, data, attributes }) {
      const message = { default: JSON.stringify(data), email, sms }
      const { MessageId } = await client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: subject,
          MessageStructure: 'json',
          Message: JSON.stringify(message),
          MessageAttributes: Object.fromEntries(
            Object.entries(attributes).map(([name, value]) => [name, attributeOf(value)]),
          ),
        }),
      )
      return MessageId
    },
  }
}

function attributeOf(value: string | readonly string[]): MessageAttributeValue {
  return typeof value === 'string'
    ? { DataType: 'String', StringValue: value }
    : { DataType: 'String.Array', StringValue: JSON.stringify(value) }
}

/** Makes the notifier for the deployment's topic. */
export function alertTopic(env: Env): Notifier {
  return snsNotifier(new SNSClient({ maxAttempts: 2, requestHandler: withinTime() }), env.TOPIC_ARN)
}
