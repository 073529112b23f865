/** The date and the region of these prices. The template's own region, eu-central-1, is more expensive. */
export const PRICED_ON = '2026-11-26'
export const PRICED_IN = 'us-east-1'

/** The source of a price: AWS's own text, other pages that quote it, or none that could be reached. */
type Confirmed = 'aws' | 'others' | 'no'

interface Price {
  /** Its name in a bill. */
  readonly name: string
  /** The unit, in the plural. */
  readonly unit: string
  /** US dollars per unit. */
  readonly each: number
  /** The units that are free each month permanently, not only in the first year. */
  readonly free: number
  /** The title of the AWS page with the price. */
  readonly page: string
  readonly confirmed: Confirmed
}

const MILLION = 1_000_000

const DYNAMODB = 'Amazon DynamoDB pricing for on-demand capacity'
const LAMBDA = 'AWS Lambda pricing'
const API_GATEWAY = 'Amazon API Gateway pricing'
const SNS = 'Amazon SNS pricing'
const CLOUDWATCH = 'Amazon CloudWatch pricing'

/**
 * On-demand DynamoDB has no free units: the 25 of each kind are for provisioned tables. API Gateway's million requests
 * are free only in the first year, so they do not count here. Lambda's reads of a table's stream are free, and so are
 * EventBridge's scheduled rules.
 */
export const PRICES = {
  tableWrites: {
    name: 'DynamoDB table writes',
    unit: 'units',
    each: 0.625 / MILLION,
    free: 0,
    page: DYNAMODB,
    confirmed: 'others',
  },
  indexWrites: {
    name: 'DynamoDB index writes',
    unit: 'units',
    each: 0.625 / MILLION,
    free: 0,
    page: DYNAMODB,
    confirmed: 'others',
  },
  reads: { name: 'DynamoDB reads', unit: 'units', each: 0.125 / MILLION, free: 0, page: DYNAMODB, confirmed: 'others' },
  storage: { name: 'DynamoDB storage', unit: 'GB', each: 0.25, free: 25, page: DYNAMODB, confirmed: 'aws' },
  recovery: {
    name: 'DynamoDB point-in-time recovery',
    unit: 'GB',
    each: 0.2,
    free: 0,
    page: DYNAMODB,
    confirmed: 'others',
  },
  invocations: {
    name: 'Lambda requests',
    unit: 'requests',
    each: 0.2 / MILLION,
    free: MILLION,
    page: LAMBDA,
    confirmed: 'others',
  },
  compute: {
    name: 'Lambda compute (arm64)',
    unit: 'GB-s',
    each: 0.0000133334,
    free: 400_000,
    page: LAMBDA,
    confirmed: 'others',
  },
  httpRequests: {
    name: 'HTTP API requests',
    unit: 'requests',
    each: 1 / MILLION,
    free: 0,
    page: API_GATEWAY,
    confirmed: 'others',
  },
  socketMessages: {
    name: 'WebSocket messages',
    unit: 'messages',
    each: 1 / MILLION,
    free: 0,
    page: API_GATEWAY,
    confirmed: 'others',
  },
  socketMinutes: {
    name: 'WebSocket connection minutes',
    unit: 'minutes',
    each: 0.25 / MILLION,
    free: 0,
    page: API_GATEWAY,
    confirmed: 'others',
  },
  publishes: {
    name: 'SNS publishes',
    unit: 'requests',
    each: 0.5 / MILLION,
    free: MILLION,
    page: SNS,
    confirmed: 'others',
  },
  emails: { name: 'SNS e-mails', unit: 'e-mails', each: 2 / 100_000, free: 1_000, page: SNS, confirmed: 'others' },
  logs: { name: 'CloudWatch logs', unit: 'GB', each: 0.5, free: 5, page: CLOUDWATCH, confirmed: 'others' },
  metrics: { name: 'CloudWatch metrics', unit: 'metrics', each: 0.3, free: 10, page: CLOUDWATCH, confirmed: 'others' },
  alarms: { name: 'CloudWatch alarms', unit: 'alarms', each: 0.1, free: 10, page: CLOUDWATCH, confirmed: 'others' },
  dashboards: {
    name: 'CloudWatch dashboards',
    unit: 'dashboards',
    each: 3,
    free: 3,
    page: CLOUDWATCH,
    confirmed: 'others',
  },
  agents: {
    name: 'Cognito users',
    unit: 'users',
    each: 0.015,
    free: 10_000,
    page: 'Amazon Cognito pricing',
    confirmed: 'no',
  },
  queueRequests: {
    name: 'SQS requests',
    unit: 'requests',
    each: 0.4 / MILLION,
    free: MILLION,
    page: 'Amazon SQS pricing',
    confirmed: 'no',
  },
  outbound: {
    name: 'Data out to the internet',
    unit: 'GB',
    each: 0.09,
    free: 100,
    page: 'Amazon EC2 on-demand pricing, data transfer',
    confirmed: 'others',
  },
} as const satisfies Record<string, Price>

export type Meter = keyof typeof PRICES
export const METERS = Object.keys(PRICES) as readonly Meter[]

/** The units used of each meter in a month. */
export type Usage = Readonly<Record<Meter, number>>

export const NOTHING_USED: Usage = {
  tableWrites: 0,
  indexWrites: 0,
  reads: 0,
  storage: 0,
  recovery: 0,
  invocations: 0,
  compute: 0,
  httpRequests: 0,
  socketMessages: 0,
  socketMinutes: 0,
  publishes: 0,
  emails: 0,
  logs: 0,
  metrics: 0,
  alarms: 0,
  dashboards: 0,
  agents: 0,
  queueRequests: 0,
  outbound: 0,
}
