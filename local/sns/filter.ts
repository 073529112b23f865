import { type Attribute, type Attributes, arrayOf, isScalar, type Scalar } from './attributes.ts'
import { invalidParameter } from './errors.ts'

type Test = (value: Scalar) => boolean
interface Rule {
  readonly name: string
  /** The rule passes if one of the attribute's values passes one of these. */
  readonly tests: readonly Test[]
  readonly whenAbsent: boolean
}

/** Whether a subscription receives a message with these attributes. */
export type Filter = (attributes: Attributes) => boolean

/** The most attributes in a policy. */
const MAX_KEYS = 5
/** The most combinations of values: the product of the lengths of the lists. */
const MAX_COMBINATIONS = 150

/**
 * Reads a filter policy on attributes: exact, prefix, suffix, anything-but, numeric, exists. Throws InvalidParameter.
 */
export const readFilter = (json: string): Filter => {
  const policy = parse(json)
  const names = Object.keys(policy)
  if (names.length > MAX_KEYS) throw refuse(`at most ${MAX_KEYS} attributes`)
  const rules = names.map(name => readRule(name, policy[name]))
  const combinations = names.reduce((product, name) => product * (policy[name] as readonly unknown[]).length, 1)
  if (combinations > MAX_COMBINATIONS) throw refuse('Filter policy is too complex')
  return attributes => rules.every(rule => passes(rule, attributes.get(rule.name)))
}

const refuse = (why: string) => invalidParameter(`FilterPolicy: ${why}`)

const parse = (json: string): Readonly<Record<string, unknown>> => {
  let policy: unknown
  try {
    policy = JSON.parse(json)
  } catch {
    throw refuse('failed to parse JSON')
  }
  if (!isRecord(policy)) throw refuse('must be an object')
  return policy
}

const passes = ({ tests, whenAbsent }: Rule, attribute: Attribute | undefined): boolean =>
  attribute === undefined ? whenAbsent : valuesOf(attribute).some(value => tests.some(test => test(value)))

const valuesOf = ({ type, value }: Attribute): readonly Scalar[] => {
  if (type === 'String.Array') return arrayOf(value) ?? []
  if (type.startsWith('Number')) return [Number(value)]
  return type.startsWith('Binary') ? [] : [value]
}

const readRule = (name: string, conditions: unknown): Rule => {
  if (!Array.isArray(conditions) || conditions.length === 0) throw refuse(`"${name}" must be a list of conditions`)
  const tests: Test[] = []
  let whenAbsent = false
  for (const condition of conditions as readonly unknown[]) {
    if (isRecord(condition) && 'exists' in condition) {
      if (typeof condition.exists !== 'boolean' || Object.keys(condition).length !== 1)
        throw refuse('exists must be a boolean')
      if (condition.exists) tests.push(() => true)
      else whenAbsent = true
    } else tests.push(readTest(condition))
  }
  return { name, tests, whenAbsent }
}

const readTest = (condition: unknown): Test => {
  if (isScalar(condition)) return value => value === condition
  if (!isRecord(condition)) throw refuse('a condition is a value or an object')
  const [[operator, operand] = ['', undefined], ...others] = Object.entries(condition)
  if (others.length > 0) throw refuse('one operator a condition')
  switch (operator) {
    case 'prefix':
    case 'suffix':
      return affix(operator, operand)
    case 'anything-but':
      return readNot(operand)
    case 'numeric':
      return readNumeric(operand)
    default:
      throw refuse(`unknown operator "${operator}"`)
  }
}

const affix = (operator: 'prefix' | 'suffix', operand: unknown): Test => {
  if (typeof operand !== 'string' || operand === '') throw refuse(`${operator} must be a string`)
  return value =>
    typeof value === 'string' && (operator === 'prefix' ? value.startsWith(operand) : value.endsWith(operand))
}

const readNot = (operand: unknown): Test => {
  if (isRecord(operand)) {
    const test = readTest(operand)
    return value => !test(value)
  }
  const values: readonly unknown[] = Array.isArray(operand) ? operand : [operand]
  if (values.length === 0 || !values.every(value => typeof value === 'string' || typeof value === 'number'))
    throw refuse('anything-but must be strings or numbers')
  return value => !values.some(one => one === value)
}

const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

const readNumeric = (operand: unknown): Test => {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4))
    throw refuse('numeric must be one or two comparisons')
  const comparisons: ((value: number) => boolean)[] = []
  for (let i = 0; i < operand.length; i += 2) {
    const operator: unknown = operand[i]
    const bound: unknown = operand[i + 1]
    const compare = typeof operator === 'string' && Object.hasOwn(COMPARE, operator) ? COMPARE[operator] : undefined
    if (compare === undefined || typeof bound !== 'number') throw refuse('numeric compares with numbers')
    comparisons.push(value => compare(value, bound))
  }
  return value => typeof value === 'number' && comparisons.every(compares => compares(value))
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
