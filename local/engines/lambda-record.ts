import type { AttributeValue as SdkValue, _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams'
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda'

type Image = Record<string, SdkValue> | undefined

/** Converts a record of the stream to the form that Lambda passes to a function: times in seconds, bytes as base64. */
export function lambdaRecord(record: StreamRecord, streamArn: string): DynamoDBRecord {
  const { dynamodb = {}, eventID, eventName, eventVersion, eventSource, awsRegion } = record
  const { ApproximateCreationDateTime: at, Keys, NewImage, OldImage, ...rest } = dynamodb
  return {
    eventID,
    eventName,
    eventVersion,
    eventSource,
    awsRegion,
    dynamodb: {
      ...rest,
      ...(at && { ApproximateCreationDateTime: Math.floor(at.getTime() / 1000) }),
      ...(Keys && { Keys: image(Keys) }),
      ...(NewImage && { NewImage: image(NewImage) }),
      ...(OldImage && { OldImage: image(OldImage) }),
    },
    eventSourceARN: streamArn,
  }
}

function image(values: NonNullable<Image>): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, lambdaValue(value)]))
}

function lambdaValue(value: SdkValue): AttributeValue {
  if (value.B) return { B: base64(value.B) }
  if (value.BS) return { BS: value.BS.map(base64) }
  if (value.L) return { L: value.L.map(lambdaValue) }
  if (value.M) return { M: image(value.M) }
  // The rest (strings, numbers as strings, booleans and null) is the same in both.
  return value as AttributeValue
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
