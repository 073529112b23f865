import { RegoEngine, TemplateFile } from '@aws/cloudformation-validate'

/**
 * Warnings that are none here. W3005: the framework says twice what a reference says already. W8003, W9053: conditions that
 * packaging has decided, since its parameters are known by then. W9003: parameters told on a command line are text, and
 * CloudFormation takes them as what they say.
 */
const EXPECTED = ['W3005', 'W8003', 'W9003', 'W9053']

/** An error that is none: the alias stands under a condition, which does not hold where no domain is told. */
const NO_DOMAIN = "CloudFront alias '' is not a valid domain name"

/** What CloudFormation's own schemas and rules say against a template: errors, and warnings but for those that are none. */
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
