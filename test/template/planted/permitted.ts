import type { Call } from '../recording/recorder.ts'
import { functionOf, type Statement, statementsOf, symbolOf, type Template } from '../template.ts'

/** A fault in the roles or in the calls of the functions, and the complaint that it must cause. */
interface PermissionPlant {
  readonly what: string
  plant(template: Template, calls: Call[]): void
  readonly complaint: RegExp
}

const statements = (template: Template, name: string): Statement[] => {
  const role = template.Resources[functionOf(template, name).Role['Fn::GetAtt'][0]]!
  return role.Properties.Policies[0]!.PolicyDocument.Statement
}
const allowing = (template: Template, name: string, action: string): Statement =>
  statementsOf(template, functionOf(template, name)).find(({ Action }) => [Action].flat().includes(action))!
const takeAway = (template: Template, name: string, action: string) => {
  const statement = allowing(template, name, action)
  statement.Action = [statement.Action].flat().filter(each => each !== action)
}
const drop = (template: Template, name: string, isIt: (statement: Statement) => boolean) => {
  const all = statements(template, name)
  all.splice(all.findIndex(isIt), 1)
}
const of = (action: string) => (statement: Statement) => [statement.Action].flat().includes(action)

export const PERMITTED: readonly PermissionPlant[] = [
  {
    what: 'a statement removed',
    plant: template => drop(template, 'dispatch', of('sns:Publish')),
    complaint: /^dispatch does sns:Publish on \{AlertTopic\}, and may not/,
  },
  {
    what: 'the statement for sockets removed',
    plant: template => drop(template, 'live', of('execute-api:ManageConnections')),
    complaint: /^live does execute-api:ManageConnections on .*\/POST\/@connections\/.*, and may not/,
  },
  {
    what: 'an action of a transaction removed',
    plant: template => takeAway(template, 'inbound', 'dynamodb:DeleteItem'),
    complaint: /^inbound does dynamodb:DeleteItem on \{Table\.Arn\} of FIND#, and may not/,
  },
  {
    what: 'turns that may not be handed on',
    plant: template => drop(template, 'agent-ws', of('lambda:InvokeFunction')),
    complaint: /^agent-ws does lambda:InvokeFunction on \{AskLambdaFunction\.Arn\}, and may not/,
  },
  {
    what: 'another function that may be invoked',
    plant: template => {
      allowing(template, 'agent-ws', 'lambda:InvokeFunction').Resource = {
        'Fn::GetAtt': ['PauseLambdaFunction', 'Arn'],
      }
    },
    complaint: /^agent-ws may do lambda:InvokeFunction on \{PauseLambdaFunction\.Arn\}, and never does/,
  },
  {
    what: 'an unused statement added',
    plant: template => {
      statements(template, 'pause').push({ Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: 'AlertTopic' } })
    },
    complaint: /^pause may do sns:Publish on \{AlertTopic\}, and never does/,
  },
  {
    what: 'an unused action added',
    plant: template => {
      const statement = allowing(template, 'live', 'dynamodb:GetItem')
      statement.Action = [...[statement.Action].flat(), 'dynamodb:Scan']
    },
    complaint: /^live may do dynamodb:Scan on \{Table\.Arn\}, and never does/,
  },
  {
    what: 'an index of another name',
    plant: template => {
      const index = statements(template, 'clock').find(({ Resource }) =>
        JSON.stringify(Resource).includes('/index/due'),
      )!
      index.Resource = { 'Fn::Sub': `\${Table.Arn}/index/recent` }
    },
    complaint: /^clock does dynamodb:Query on \{Table\.Arn\}\/index\/due, and may not/,
  },
  {
    what: 'the wrong topic in the environment',
    plant: template => {
      const { id } = functionOf(template, 'clock')
      template.Resources[id]!.Properties.Environment.Variables.TOPIC_ARN = { Ref: 'AlarmTopic' }
    },
    complaint: /^clock does sns:Publish on \{AlarmTopic\}, and may not/,
  },
  {
    what: 'sockets of another stage',
    plant: template => {
      const statement = allowing(template, 'pause', 'execute-api:ManageConnections')
      const resource = symbolOf(statement.Resource).replaceAll('{', '${').replace('/dev/', '/prod/')
      statement.Resource = { 'Fn::Sub': resource }
    },
    complaint: /^pause does execute-api:ManageConnections on .*\/dev\/POST\/@connections/,
  },
  {
    what: 'a reader of the feed that may not read it',
    plant: template => drop(template, 'dispatch', of('dynamodb:GetRecords')),
    complaint: /^dispatch does dynamodb:GetRecords on \{Table\.StreamArn\}, and may not/,
  },
  {
    what: 'failures that may not be put aside',
    plant: template => drop(template, 'clock', of('sqs:SendMessage')),
    complaint: /^clock does sqs:SendMessage on \{ClockDeadLetters\.Arn\}, and may not/,
  },
  {
    what: 'a log that may not be written',
    plant: template => drop(template, 'inbound', of('logs:PutLogEvents')),
    complaint: /^inbound does logs:PutLogEvents on \{InboundLogGroup\.Arn\}, and may not/,
  },
  ...['inbound', 'pause', 'agent-ws', 'ask', 'dispatch', 'clock'].map(name => ({
    what: `a bot's key that ${name} writes`,
    plant: (_template: Template, calls: Call[]) => {
      const write = {
        operation: 'PutItem',
        action: 'dynamodb:PutItem',
        on: 'TABLE_NAME',
        path: '',
        key: 'BOT#',
      } as const
      calls.push({ by: name, ...write })
    },
    complaint: new RegExp(`^${name} does dynamodb:PutItem on \\{Table\\.Arn\\} of BOT#, and may not`),
  })),
  {
    what: "a bot's configuration that live deletes",
    plant: (_template, calls) => {
      const operation = 'DeleteItem'
      calls.push({ by: 'live', operation, action: `dynamodb:${operation}`, on: 'TABLE_NAME', path: '', key: 'BOT#' })
    },
    complaint: /^live does dynamodb:DeleteItem on \{Table\.Arn\} of BOT#, and may not/,
  },
  {
    what: 'a role that may write any item',
    plant: template => {
      delete allowing(template, 'inbound', 'dynamodb:PutItem').Condition
    },
    complaint: /^inbound may write any item/,
  },
  {
    what: 'a role that may write keys which its function never does',
    plant: template => {
      const { Condition } = allowing(template, 'clock', 'dynamodb:PutItem')
      Condition!['ForAllValues:StringLike']!['dynamodb:LeadingKeys']!.push('BOT#*')
    },
    complaint: /^clock may write BOT#\*, and never does/,
  },
  {
    what: 'a new call in the code',
    plant: (_template, calls) => {
      calls.push({ by: 'live', operation: 'PutItem', action: 'dynamodb:PutItem', on: 'TABLE_NAME', path: '' })
    },
    complaint: /^live does dynamodb:PutItem on \{Table\.Arn\}, and may not/,
  },
]
