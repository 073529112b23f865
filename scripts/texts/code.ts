import { isNode, isText, type Node, nameOf, nodesOf, rendered, type Source, type Text, textAt } from './source.ts'

/** Functions and fields whose texts say what is wrong with an input field, or how it was repaired. */
const FIELD_CALLS = ['refine', 'regex', 'report', 'warn', 'anyText']
const FIELD_KEYS = ['error', 'message', 'detail']

/** Lists the details of the errors that a file throws, each after its code. */
export function errorTexts(source: Source): Text[] {
  return [...nodesOf(source.program)].flatMap(([node]) => {
    if (node.type !== 'NewExpression' || nameOf(node.callee) !== 'InterludeError') return []
    const [code, detail] = (node.arguments as readonly Node[]).map(argument => rendered(source, argument))
    return [textAt(source, node, detail === undefined ? `${code} (no detail)` : `${code}: ${detail}`)]
  })
}

/** Lists the messages about single fields: from schemas, repairs of input and routes. */
export function fieldTexts(source: Source): Text[] {
  return sentencesOf(source).flatMap(([node, ancestors]) => {
    const call = nearest(ancestors, 'CallExpression')
    const key = nearest(ancestors, 'Property')?.key
    const isLog = call !== undefined && isLogCall(call)
    const isField = (call && FIELD_CALLS.includes(nameOf(call.callee))) || FIELD_KEYS.includes(nameOf(key))
    const isThrown = ancestors.some(({ type }) => type === 'NewExpression')
    return isField && !isLog && !isThrown ? [textAt(source, node, rendered(source, node))] : []
  })
}

/** Lists the messages that a file logs. */
export function logTexts(source: Source): Text[] {
  return [...nodesOf(source.program)].flatMap(([node]) => {
    const [message] = (node.arguments ?? []) as readonly Node[]
    return isLogCall(node) && message !== undefined ? [textAt(source, node, rendered(source, message))] : []
  })
}

function isLogCall({ type, callee }: Node): boolean {
  if (type !== 'CallExpression' || !isNode(callee) || callee.type !== 'MemberExpression') return false
  return /^(log|logger)$/.test(nameOf(callee.object)) && /^(debug|info|warn|error)$/.test(nameOf(callee.property))
}

/** Lists every text of a command with two words in a row: its help, its output and its errors. */
export function commandTexts(source: Source): Text[] {
  return sentencesOf(source).map(([node]) => textAt(source, node, rendered(source, node)))
}

/** Finds the literals of a file with two words in a row, except types. */
function sentencesOf({ program }: Source): (readonly [Node, readonly Node[]])[] {
  return [...nodesOf(program)].filter(
    ([node, ancestors]) =>
      isText(node) && /\p{L}{2,}[,:;.]? \p{L}/u.test(wordsOf(node)) && ancestors.at(-1)?.type !== 'TSLiteralType',
  )
}

function wordsOf({ value, quasis }: Node): string {
  if (typeof value === 'string') return value
  return (quasis as readonly Node[]).map(quasi => (quasi.value as { cooked: string }).cooked).join('…')
}

function nearest(ancestors: readonly Node[], type: string): Node | undefined {
  return ancestors.findLast(node => node.type === type)
}
