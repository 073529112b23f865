/** The parts of a packaged template that the checks read. Plants change it, so nothing is readonly. */
export interface Template {
  Resources: Record<string, Resource>
  Outputs: Record<string, { Value: unknown }>
}

export interface Resource {
  Type: string
  Properties: Properties
  DependsOn?: string[]
  DeletionPolicy?: string
  UpdateReplacePolicy?: string
}

export interface Properties {
  FunctionName: unknown
  Handler: string
  Runtime: string
  Architectures: string[]
  Timeout: number
  Environment: { Variables: Record<string, unknown> }
  Role: { 'Fn::GetAtt': [string, string] }
  ApiId: { Ref: string }
  RouteKey: string
  RouteSettings?: Record<string, unknown>
  Target: unknown
  IntegrationUri: unknown
  AttributeDefinitions: unknown[]
  GlobalSecondaryIndexes: { IndexName: string }[]
  StreamSpecification?: unknown
  EventSourceArn: unknown
  MaximumRetryAttempts: number
  MaximumBatchingWindowInSeconds?: number
  DestinationConfig?: { OnFailure?: { Destination: unknown } }
  SourceArn?: unknown
  ManagedPolicyArns?: unknown
  Policies: { PolicyDocument: { Statement: Statement[] } }[]
  [other: string]: unknown
}

export interface Statement {
  Effect: string
  Action: string | string[]
  Resource: unknown
  Condition?: Record<string, Record<string, string[]>>
}

/** A Lambda function of the template, under its name in the code. */
export interface LambdaFunction extends Properties {
  readonly id: string
  readonly name: string
}

export function ofType(template: Template, type: string): [id: string, Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type)
}

export function functionsOf(template: Template): LambdaFunction[] {
  return ofType(template, 'AWS::Lambda::Function').map(([id, { Properties }]) => ({
    ...Properties,
    id,
    name: String(Properties.FunctionName).replace(/^interlude-[a-z0-9]+-/, ''),
  }))
}

export function functionOf(template: Template, name: string): LambdaFunction {
  const found = functionsOf(template).find(each => each.name === name)
  if (!found) throw new Error(`the template has no function ${name}`)
  return found
}

/** The id of the function behind each route of an API, by route key. */
export function routesOf(template: Template, api: string): ReadonlyMap<string, string> {
  const functions = ofType(template, 'AWS::Lambda::Function').map(([id]) => id)
  const integrations = new Map(
    ofType(template, 'AWS::ApiGatewayV2::Integration').map(([id, { Properties }]) => [
      `integrations/{${id}}`,
      functions.find(each => symbolOf(Properties.IntegrationUri).includes(`{${each}.Arn}`)) ?? 'nowhere',
    ]),
  )
  return new Map(
    ofType(template, 'AWS::ApiGatewayV2::Route')
      .filter(([, { Properties }]) => Properties.ApiId.Ref === api)
      .map(([, { Properties }]) => [Properties.RouteKey, integrations.get(symbolOf(Properties.Target)) ?? 'nowhere']),
  )
}

/** The statements of the function's own role; none without a role. */
export function statementsOf({ Resources }: Template, { Role }: LambdaFunction): Statement[] {
  const role = Resources[Role['Fn::GetAtt'][0]]
  return role?.Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement) ?? []
}

/**
 * A value in which names in braces replace what CloudFormation would insert: `{Table.Arn}/index/due`. Two values are
 * the same if their symbols are.
 */
export function symbolOf(value: unknown): string {
  if (typeof value === 'string') return value
  const [[key, inner] = [], ...others] = Object.entries(value ?? {}) as [string, unknown][]
  if (others.length === 0) {
    if (key === 'Ref') return `{${inner}}`
    if (key === 'Fn::GetAtt') return `{${[inner].flat().join('.')}}`
    if (key === 'Fn::Sub' && typeof inner === 'string') return inner.replaceAll('${', '{')
    if (key === 'Fn::If') {
      const [condition, yes, no] = inner as [string, unknown, unknown]
      return `{${condition} ? ${symbolOf(yes)} : ${symbolOf(no)}}`
    }
    if (key === 'Fn::Join') {
      const [separator, parts] = inner as [string, unknown[]]
      return parts.map(symbolOf).join(separator)
    }
  }
  throw new Error(`cannot be read: ${JSON.stringify(value)}`)
}

/** A plausible value in place of CloudFormation's, good enough to start with. Conditions count as false. */
export function standIn(value: unknown): string {
  const symbol = symbolOf(withoutConditions(value))
  if (/^\{\w*Topic\}$/.test(symbol)) return `arn:aws:sns:eu-central-1:000000000000:${symbol.slice(1, -1)}`
  return symbol.replaceAll(/\{[^{}]+\}/g, 'some')
}

function withoutConditions(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(withoutConditions)
  if ('Fn::If' in value) return withoutConditions((value['Fn::If'] as unknown[])[2])
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutConditions(inner)]))
}
