import './no-jit.ts'
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import type { App } from '../app.ts'
import { compose } from '../compose.ts'
import { defined } from '../defined.ts'
import { aboutOf } from '../http/about.ts'
import { awsParts, type Needs } from './app.ts'
import { readEnv } from './env.ts'
import { type InvocationLog, powertoolsLog } from './logger.ts'
import { type BufferedMetrics, emfMetrics } from './metrics.ts'

type Handler<Event, Result> = (event: Event, context: Context) => Promise<Result>

/** The log and the metrics of an invocation. */
export interface Output {
  readonly log: InvocationLog
  readonly metrics: BufferedMetrics
}

/**
 * Makes a Lambda function: a handler over the services of AWS, with the environment that the template sets. `name` is its
 * `service` in logs and metrics. A part that `needs` leaves out throws when the handler uses it.
 *
 * @example
 * ```ts
 * export const handler = awsFunction('clock', { notifier: alertTopic }, app => async () => {
 *   await runClock(app, app.clock.now() + BUDGET_MS)
 * })
 * ```
 */
export function awsFunction<Event, Result>(
  name: string,
  needs: Needs,
  handlerOf: (app: App) => Handler<Event, Result>,
): Handler<Event, Result> {
  return awsFunctions(needs)(name, handlerOf)
}

/** For functions that share a bundle: creates the AWS clients once. */
export function awsFunctions(needs: Needs) {
  const env = readEnv(process.env)
  const parts = awsParts(env, needs)
  return <Event, Result>(name: string, handlerOf: (app: App) => Handler<Event, Result>): Handler<Event, Result> => {
    const output = { log: powertoolsLog(name), metrics: emfMetrics(env.METRICS_NAMESPACE, name) }
    return observed(output, handlerOf(compose({ ...parts, ...output })))
  }
}

/**
 * Adds the ids of Lambda and of the API (which callers see) to every log line of an invocation, logs each HTTP request
 * in one line, and publishes the metrics even if the invocation fails.
 */
export function observed<Event, Result>(
  { log, metrics }: Output,
  handler: Handler<Event, Result>,
): Handler<Event, Result> {
  return async (event, context) => {
    const requestId = apiRequestId(event)
    // The name that Powertools uses for Lambda's id. Its other keys repeat `service`.
    log.begin({ function_request_id: context.awsRequestId, ...defined({ requestId }) })
    const startedAt = performance.now()
    try {
      const result = await handler(event, context)
      if (isHttp(event)) {
        const ms = Math.round(performance.now() - startedAt)
        log.info('request', { route: event.routeKey, status: statusOf(result), ms, ...aboutOf(event) })
      }
      return result
    } finally {
      metrics.publish()
      log.end()
    }
  }
}

function apiRequestId(event: unknown): string | undefined {
  return (event as { requestContext?: { requestId?: string } } | undefined)?.requestContext?.requestId
}

/** Only HTTP: each socket pings every half minute. */
function isHttp(event: unknown): event is APIGatewayProxyEventV2 {
  return typeof event === 'object' && event !== null && 'routeKey' in event && 'rawPath' in event
}

function statusOf(result: unknown): number | undefined {
  return (result as { statusCode?: number } | undefined)?.statusCode
}
