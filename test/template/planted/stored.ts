import { aboutFeed, aboutTable } from '../complaints/data.ts'
import { aboutOperations } from '../complaints/operations.ts'
import type { Deployment } from '../deployment.ts'
import { ofType, type Properties } from '../template.ts'
import { first, type Plant, schema } from './plant.ts'

const asynchronous = ({ template }: Deployment, id: string): Properties =>
  ofType(template, 'AWS::Lambda::EventInvokeConfig').find(([each]) => each.startsWith(id))![1].Properties

export const STORED: readonly Plant[] = [
  {
    what: 'a table without its stream',
    plant: deployment => {
      delete first(deployment, 'AWS::DynamoDB::Table').Properties.StreamSpecification
    },
    check: aboutTable,
    complaint: /StreamSpecification is undefined/,
  },
  {
    what: 'an index of another name',
    plant: deployment => {
      first(deployment, 'AWS::DynamoDB::Table').Properties.GlobalSecondaryIndexes[0]!.IndexName = 'paused'
    },
    check: aboutTable,
    complaint: /GlobalSecondaryIndexes/,
  },
  {
    what: 'a table that is deleted with the deployment',
    plant: deployment => {
      first(deployment, 'AWS::DynamoDB::Table').DeletionPolicy = 'Delete'
    },
    check: aboutTable,
    complaint: /DeletionPolicy does not keep it/,
  },
  {
    what: 'a billing mode that does not exist',
    plant: deployment => {
      first(deployment, 'AWS::DynamoDB::Table').Properties.BillingMode = 'ON_DEMAND'
    },
    check: schema,
    complaint: /^[EW]3030 Table/,
  },
  {
    what: 'a reader of the feed that loses failed records',
    plant: deployment => {
      delete first(deployment, 'AWS::Lambda::EventSourceMapping').Properties.DestinationConfig
    },
    check: aboutFeed,
    complaint: /^dispatch loses what cannot be served/,
  },
  {
    what: 'a clock that fails silently',
    plant: deployment => {
      asynchronous(deployment, 'ClockLambda').DestinationConfig = {}
    },
    check: aboutFeed,
    complaint: /^calls of clock that fail leave no trace/,
  },
  {
    what: 'turns that are lost silently',
    plant: deployment => {
      asynchronous(deployment, 'AskLambda').DestinationConfig = {}
    },
    check: aboutFeed,
    complaint: /^calls of ask that fail leave no trace/,
  },
  {
    what: 'bots that are asked again a minute later',
    plant: deployment => {
      asynchronous(deployment, 'AskLambda').MaximumRetryAttempts = 2
    },
    check: aboutFeed,
    complaint: /^calls of ask are tried again/,
  },
  {
    what: 'an alarm without an action',
    plant: deployment => {
      delete deployment.template.Resources.FeedAgeAlarm!.Properties.AlarmActions
    },
    check: aboutOperations,
    complaint: /^FeedAgeAlarm tells nobody/,
  },
  {
    what: 'an alarm on a metric that no function counts',
    plant: deployment => {
      deployment.template.Resources.HandoffsWaitingAlarm!.Properties.MetricName = 'Waiting'
    },
    check: aboutOperations,
    complaint: /^nobody counts Waiting under/,
  },
  {
    what: 'an alarm on a metric of another stage',
    plant: deployment => {
      deployment.template.Resources.HandoffsWaitingAlarm!.Properties.Namespace = 'Interlude/prod'
    },
    check: aboutOperations,
    complaint: /^nobody counts HandoffsWaiting under Interlude\/prod/,
  },
  {
    what: "an alarm on one function's count of a shared metric",
    plant: deployment => {
      const { Properties } = deployment.template.Resources.BotFailuresAlarm!
      Properties.Dimensions = [{ Name: 'service', Value: 'inbound' }]
    },
    check: aboutOperations,
    complaint: /^nobody counts BotFailures of inbound/,
  },
]
