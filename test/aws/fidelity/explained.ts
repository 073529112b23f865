/** Differences that are as they should be, each with its reason. */
interface Explained {
  readonly of: string
  readonly at: RegExp
  readonly why: string
}

const EXPLAINED: readonly Explained[] = [
  { of: 'http', at: /^requestContext\.authentication/, why: 'certificates of clients (mutual TLS) are not asked for' },
  { of: 'http', at: /^requestContext\.authorizer/, why: 'tokens are checked by the functions, not by an authorizer' },
  { of: 'http', at: /^stageVariables$/, why: 'there are none' },
  { of: 'http', at: /^body$/, why: 'this request has one and the other has none' },
  {
    of: 'connect',
    at: /^(resource|path|httpMethod|pathParameters|stageVariables|body)$/,
    why: 'of a REST API: $connect has none',
  },
  {
    of: 'connect',
    at: /^requestContext\.(accountId|resourceId|resourcePath|httpMethod|authorizer|error|integrationLatency|status)$/,
    why: 'of a REST API, or of an authorizer, which there is none',
  },
  {
    of: 'connect',
    at: /^requestContext\.identity\./,
    why: 'who called is told by IAM and Cognito alone, which are not asked',
  },
  { of: 'stream', at: /^userIdentity$/, why: 'tells that TTL removed an item; nobody here does' },
  {
    of: 'sns',
    at: /^Signing?CertU(rl|RL)$|^UnsubscribeU(rl|RL)$/,
    why: 'a Lambda is told `…Url`, a webhook `…URL`: ours are webhooks',
  },
]

export function whyOf(of: string, at: string): string | undefined {
  return EXPLAINED.find(each => each.of === of && each.at.test(at))?.why
}
