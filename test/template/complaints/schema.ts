import { RegoEngine, TemplateFile } from '@aws/cloudformation-validate'

/**
 * Warnings that do not apply here. W3005: the framework repeats what a reference implies. W8003, W9053: packaging
 * decides conditions, because it knows the parameters. W9003: parameters from a command line are text, which
 * CloudFormation converts.
 */
const EXPECTED = ['W3005', 'W8003', 'W9003', 'W9053']

/** An error that does not apply: the alias has a condition, which is false without a domain. */
const NO_DOMAIN = "CloudFront alias '' is not a valid domain name"

/** The errors of CloudFormation's own schemas and rules in a template, and the warnings except for those above. */
export function aboutSchema(file: string): string[] {
  const engine = new RegoEngine()
  try {
    return engine
      .validateStandard(new TemplateFile(file))
      .diagnostics.filter(({ severity, ruleId }) => severity !== 'INFO' && !EXPECTED.includes(ruleId))
      .filter(({ message }) => message !== NO_DOMAIN)
      .map(({ ruleId, message, entity, propertyPath }) =>
        [ruleId, entity?.logicalId, propertyPath, message].filter(Boolean).join(' '),
      )
  } finally {
    engine.free()
  }
}
