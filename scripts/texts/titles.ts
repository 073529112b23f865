import { isNode, type Node, nodesOf, rendered, rootOf, type Source, type Text, textAt } from './source.ts'

/** Lists the titles of a file's tests, each after the titles of its blocks. */
export function titleTexts(source: Source): Text[] {
  return [...nodesOf(source.program)].flatMap(([node, ancestors]) => {
    const title = titleOf(source, node)
    if (title === undefined || rootOf(node.callee) === 'describe') return []
    const blocks = ancestors.flatMap(ancestor => titleOf(source, ancestor) ?? [])
    return [textAt(source, node, [...blocks, title].join(' › '))]
  })
}

function titleOf(source: Source, node: Node): string | undefined {
  if (node.type !== 'CallExpression' || !/^(describe|it|test)$/.test(rootOf(node.callee))) return undefined
  const [title, ...others] = node.arguments as readonly Node[]
  // A call without a body only chooses cases: the `it.each(cases)` of `it.each(cases)('title', body)`.
  if (title === undefined || !others.some(isBody)) return undefined
  return rendered(source, title)
}

const isBody = (node: unknown) => isNode(node) && !/^(Literal|ObjectExpression|ArrayExpression)$/.test(node.type)
