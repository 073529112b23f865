import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import type { RouteSpec } from '../../lib/protocol/routes.ts'

/** A request as API Gateway hands it to a function (payload format 2.0). */
export function httpEvent(
  spec: RouteSpec,
  params: Readonly<Record<string, string>>,
  options: {
    token?: string
    body?: unknown
    query?: Record<string, string>
    headers?: Record<string, string>
  } = {},
): APIGatewayProxyEventV2 {
  const rawPath = spec.path.replace(/\{(\w+)\}/g, (_match, name: string) => params[name] ?? '')
  const { token, body, query, headers } = options
  return {
    version: '2.0',
    routeKey: `${spec.method} ${spec.path}`,
    rawPath,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
      ...headers,
    },
    ...(Object.keys(params).length > 0 && { pathParameters: { ...params } }),
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'test',
      domainName: 'test.example.test',
      domainPrefix: 'test',
      http: { method: spec.method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey: `${spec.method} ${spec.path}`,
      stage: '$default',
      time: '05/Jan/2026:09:00:00 +0000',
      timeEpoch: 1_767_603_600_000,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded: false,
  }
}

export const lambdaContext = { getRemainingTimeInMillis: () => 29_000 } as Context
