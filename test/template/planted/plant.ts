import { aboutSchema } from '../complaints/schema.ts'
import type { Deployment } from '../deployment.ts'
import { functionOf, ofType, type Properties, type Resource } from '../template.ts'

/** A fault in a deployment, the check that must report it, and the complaint that it must cause. */
export interface Plant {
  readonly what: string
  plant(deployment: Deployment): void
  check(deployment: Deployment, templateFile: string): string[]
  readonly complaint: RegExp
}

export const fn = ({ template }: Deployment, name: string): Properties =>
  template.Resources[functionOf(template, name).id]!.Properties
export const first = ({ template }: Deployment, type: string): Resource => ofType(template, type)[0]![1]
export const drop = ({ template }: Deployment, type: string, isIt: (resource: Resource) => boolean) => {
  const [id] = ofType(template, type).find(([, resource]) => isIt(resource))!
  delete template.Resources[id]
}
export const route = (deployment: Deployment, key: string) => {
  const [, found] = ofType(deployment.template, 'AWS::ApiGatewayV2::Route').find(
    ([, { Properties }]) => Properties.RouteKey === key,
  )!
  return found.Properties
}
export const schema: Plant['check'] = (_deployment, file) => aboutSchema(file)
