import { aboutEnvironment, aboutFunctions } from '../complaints/functions.ts'
import { fn, type Plant, schema } from './plant.ts'

export const RUNNING: readonly Plant[] = [
  {
    what: 'a wrong runtime',
    plant: deployment => {
      fn(deployment, 'pause').Runtime = 'nodejs22.x'
    },
    check: aboutFunctions,
    complaint: /^pause runs on nodejs22/,
  },
  {
    what: 'a runtime that does not exist',
    plant: deployment => {
      fn(deployment, 'pause').Runtime = 'nodejs24'
    },
    check: schema,
    complaint: /^W3030 PauseLambdaFunction/,
  },
  {
    what: 'a handler that is not exported',
    plant: deployment => {
      deployment.bundles.live!.exports = ['handler']
    },
    check: aboutFunctions,
    complaint: /^live does not export live/,
  },
  {
    what: 'a handler of another name',
    plant: deployment => {
      fn(deployment, 'clock').Handler = 'dist/clock/index.main'
    },
    check: aboutFunctions,
    complaint: /^clock does not export main/,
  },
  {
    what: 'a function whose time limit exceeds its claim',
    plant: deployment => {
      fn(deployment, 'dispatch').Timeout = 60
    },
    check: aboutFunctions,
    complaint: /^dispatch may outlive the lease/,
  },
  {
    what: 'a renamed environment variable',
    plant: deployment => {
      const { Variables } = fn(deployment, 'inbound').Environment
      Variables.TOPIC = Variables.TOPIC_ARN
      delete Variables.TOPIC_ARN
    },
    check: aboutEnvironment,
    complaint: /^inbound reads TOPIC_ARN, which nobody tells it/,
  },
  {
    what: 'an environment variable that no function reads',
    plant: deployment => {
      fn(deployment, 'clock').Environment.Variables.STAGE = 'dev'
    },
    check: aboutEnvironment,
    complaint: /^clock is told STAGE, which it does not read/,
  },
  {
    what: 'an environment variable with an invalid value',
    plant: deployment => {
      fn(deployment, 'clock').Environment.Variables.ALERTS_INCLUDE_TEXT = 'maybe'
    },
    check: aboutEnvironment,
    complaint: /^clock cannot start: ALERTS_INCLUDE_TEXT/,
  },
]
