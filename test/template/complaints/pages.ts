import { headersOf, LOADER_PATH, type Page } from '../../../lib/web/pages.ts'
import { placeOf } from '../../../lib/web/place.ts'
import type { Deployment } from '../deployment.ts'
import { ofType, type Statement, symbolOf, type Template } from '../template.ts'

/** Only the local runner serves the demo shop. */
type DeployedPage = Exclude<Page, 'demo'>

/** Paths in a browser, and the page of each; `api`: the API. */
const PAGE_OF: Readonly<Record<string, DeployedPage | 'api'>> = {
  '/': 'console',
  '/console': 'console',
  '/console/demo/waiting/ses_1': 'console',
  '/console/assets/index-1.js': 'console',
  [LOADER_PATH]: 'loader',
  '/widget': 'widget',
  '/widget/': 'widget',
  '/widget/assets/index-1.js': 'widget',
  '/api/v1/me': 'api',
  '/docs': 'api',
  '/openapi.json': 'api',
}

/** Paths that CloudFront and the runner must resolve alike. */
export const PATHS = [
  ...Object.keys(PAGE_OF).filter(path => PAGE_OF[path] !== 'loader' && PAGE_OF[path] !== 'api'),
  '/console/',
  '/console/index.html',
  '/console/config.json',
  '/console/my.bot',
  '/console/my.bot/all',
  '/console/demo/all/a.js',
  '/console/assets/',
  '/console//x',
  '/console/favicon.svg',
  '/consoles',
  '/widget/other',
  '/widget/icon.png',
  '/nowhere',
  '/favicon.ico',
  '//',
]

const ONE_YEAR_SECONDS = 31_536_000
/** Headers that have their own settings in CloudFront. */
const TLS = 'strict-transport-security'

interface Behavior {
  readonly PathPattern?: string
  readonly TargetOriginId: string
  readonly ViewerProtocolPolicy: string
  readonly ResponseHeadersPolicyId?: unknown
  readonly CachePolicyId: string
  readonly FunctionAssociations?: readonly { readonly FunctionARN: unknown }[]
}

/** The faults of the pages: headers or paths that differ from the runner's, or files that others can read or change. */
export function aboutPages({ template }: Deployment): string[] {
  return [
    ...Object.entries(PAGE_OF).flatMap(([path, page]) => aboutPath(template, path, page)),
    ...PATHS.filter(path => answerAtEdge(template, path) !== answerHere(path)).map(
      path => `${path} leads to ${answerAtEdge(template, path)} at the edge, and here to ${answerHere(path)}`,
    ),
    ...aboutBucket(template),
  ]
}

function aboutPath(template: Template, path: string, page: DeployedPage | 'api'): string[] {
  const behavior = behaviorOf(template, path)
  if (page === 'api') {
    const isPlain = behavior.TargetOriginId === 'api' && behavior.ViewerProtocolPolicy === 'https-only'
    return isPlain && behavior.ResponseHeadersPolicyId === undefined ? [] : [`${path} does not go to the API as it is`]
  }
  const wanted = headersOf(page, connectsOf(template))
  const given = headersAtEdge(template, behavior.ResponseHeadersPolicyId)
  const names = new Set([...Object.keys(wanted), ...Object.keys(given)])
  return [
    ...(behavior.TargetOriginId === 'pages' ? [] : [`${path} goes to ${behavior.TargetOriginId}`]),
    ...(behavior.ViewerProtocolPolicy === 'redirect-to-https' ? [] : [`${path} may come without TLS`]),
    ...(given[TLS] === `max-age=${ONE_YEAR_SECONDS}` ? [] : [`${path} does not ask for TLS next time`]),
    ...[...names]
      .filter(name => name !== TLS && given[name] !== wanted[name])
      .map(name => `${path} has the ${name} ${given[name]} instead of ${wanted[name]}`),
  ]
}

/** The origins that a page may connect to, as symbols of the template. */
function connectsOf({ Outputs }: Template) {
  const output = (name: string) => symbolOf(Outputs[name]?.Value)
  const socket = output('SocketUrl').replace(/\/[^/]*$/, '')
  return { socket, signIn: [output('Issuer').replace('/{AgentPool}', ''), output('SignInUrl')] }
}

/** The first behavior with a matching pattern, else the default. */
function behaviorOf(template: Template, path: string): Behavior {
  const { DefaultCacheBehavior, CacheBehaviors } = configOf(template)
  const fits = ({ PathPattern = '' }: Behavior) =>
    PathPattern.endsWith('*') ? path.startsWith(PathPattern.slice(0, -1)) : path === PathPattern
  return CacheBehaviors.find(fits) ?? DefaultCacheBehavior
}

function configOf(template: Template) {
  const [, distribution] = ofType(template, 'AWS::CloudFront::Distribution')[0]!
  return distribution.Properties.DistributionConfig as {
    readonly DefaultCacheBehavior: Behavior
    readonly CacheBehaviors: readonly Behavior[]
  }
}

interface HeadersPolicy {
  readonly SecurityHeadersConfig: {
    readonly ContentTypeOptions?: object
    readonly ReferrerPolicy?: { readonly ReferrerPolicy: string }
    readonly StrictTransportSecurity?: { readonly AccessControlMaxAgeSec: number }
    readonly FrameOptions?: { readonly FrameOption: string }
    readonly ContentSecurityPolicy?: { readonly ContentSecurityPolicy: unknown }
  }
  readonly CustomHeadersConfig: { readonly Items: readonly { readonly Header: string; readonly Value: string }[] }
}

function headersAtEdge(template: Template, policyId: unknown): Readonly<Record<string, string>> {
  const id = symbolOf(policyId).slice(1, -1)
  const policy = template.Resources[id]?.Properties.ResponseHeadersPolicyConfig as HeadersPolicy | undefined
  const { ContentTypeOptions, ReferrerPolicy, StrictTransportSecurity, FrameOptions, ContentSecurityPolicy } =
    policy?.SecurityHeadersConfig ?? {}
  const csp = ContentSecurityPolicy?.ContentSecurityPolicy
  return Object.fromEntries([
    ...(ContentTypeOptions ? [['x-content-type-options', 'nosniff']] : []),
    ...(ReferrerPolicy ? [['referrer-policy', ReferrerPolicy.ReferrerPolicy]] : []),
    ...(FrameOptions ? [['x-frame-options', FrameOptions.FrameOption]] : []),
    ...(csp === undefined ? [] : [['content-security-policy', symbolOf(csp)]]),
    ...(StrictTransportSecurity ? [[TLS, `max-age=${StrictTransportSecurity.AccessControlMaxAgeSec}`]] : []),
    ...(policy?.CustomHeadersConfig.Items ?? []).map(({ Header, Value }) => [Header, Value]),
  ])
}

/** CloudFront's result for a path: the file that it requests from the bucket, or its own answer. */
export function answerAtEdge(template: Template, path: string, query = ''): string {
  const association = behaviorOf(template, path).FunctionAssociations?.[0]?.FunctionARN
  if (association === undefined) return path
  const id = symbolOf(association).slice(1).split('.')[0] ?? ''
  const code = String(template.Resources[id]?.Properties.FunctionCode)
  const handler = new Function(`${code}\nreturn handler`)() as (event: object) => {
    readonly uri?: string
    readonly statusCode?: number
    readonly headers?: Readonly<Record<string, { readonly value: string }>>
  }
  const request = { uri: path, method: 'GET', headers: {}, querystring: {}, rawQueryString: () => query }
  const { uri, statusCode, headers } = handler({ request })
  return uri ?? [statusCode, headers?.location?.value].filter(part => part !== undefined).join(' ')
}

/** The runner's result for a path, without the demo shop. */
export function answerHere(path: string, query = ''): string {
  const place = placeOf(path)
  if (place === undefined || (place.kind === 'file' && place.page === 'demo') || path === '/demo') return '404'
  if (place.kind === 'redirect') return `302 ${place.to}${query && `?${query}`}`
  return place.file
}

/** Only the CloudFront distribution of this deployment may read the files of the pages. */
function aboutBucket(template: Template): string[] {
  const propertyOf = (id: string, name: string) => template.Resources[id]?.Properties[name] ?? {}
  const blocks = Object.values(propertyOf('Pages', 'PublicAccessBlockConfiguration'))
  const { Statement = [] } = propertyOf('PagesPolicy', 'PolicyDocument') as { Statement?: Statement[] }
  const allowed = Statement.filter(({ Effect }) => Effect === 'Allow')
  const isOurs = ({ Action, Condition }: Statement) =>
    Action === 's3:GetObject' &&
    symbolOf(Condition?.StringEquals?.['AWS:SourceArn']).endsWith(':distribution/{Distribution}')
  return [
    ...(blocks.length === 4 && blocks.every(Boolean) ? [] : ['the bucket of the pages may become public']),
    ...(allowed.length === 1 && allowed.every(isOurs)
      ? []
      : ['others than this distribution may use the pages’ bucket']),
  ]
}
