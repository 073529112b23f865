import { readFile } from 'node:fs/promises'
import { parseSync } from 'vite'

/** A node of the syntax tree (ESTree). */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

/** A source file and its syntax tree. `path` is relative to the repository. */
export interface Source {
  readonly path: string
  readonly text: string
  readonly program: Node
}

/** A text in the code, with its place. */
export interface Text {
  readonly path: string
  readonly line: number
  readonly text: string
}

export async function readSource(root: string, path: string): Promise<Source> {
  return parse(path, await readFile(`${root}${path}`, 'utf8'))
}

/** Parses TypeScript. Throws an error that names the file if the syntax is wrong. */
export function parse(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text)
  if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`)
  return { path, text, program: program as unknown as Node }
}

/** Visits every node, each with its ancestors, the nearest last. */
export function* nodesOf(node: Node, ancestors: readonly Node[] = []): Generator<readonly [Node, readonly Node[]]> {
  yield [node, ancestors]
  const inner = [...ancestors, node]
  for (const child of childrenOf(node)) yield* nodesOf(child, inner)
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode)
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

/** The name of a variable or of a member: `error` for `log.error`. */
export function nameOf(node: unknown): string {
  if (!isNode(node)) return ''
  if (node.type === 'Identifier') return String(node.name)
  if (node.type === 'MemberExpression') return nameOf(node.property)
  return ''
}

/** The first name in a chain of calls and members: `it` for `it.each([1])`. */
export function rootOf(node: unknown): string {
  if (!isNode(node)) return ''
  if (node.type === 'CallExpression') return rootOf(node.callee)
  if (node.type === 'MemberExpression') return rootOf(node.object)
  return nameOf(node)
}

export function textAt(source: Source, node: Node, text: string): Text {
  return { path: source.path, line: source.text.slice(0, node.start).split('\n').length, text }
}

/**
 * Renders an expression as text: literals unchanged, constants of the same file as their values, anything else as
 * `{source}`.
 */
export function rendered(source: Source, node: Node): string {
  switch (node.type) {
    case 'Literal':
      return String(node.value)
    case 'TemplateLiteral':
      return renderedTemplate(source, node)
    case 'BinaryExpression':
      return [node.left, node.right].map(side => rendered(source, side as Node)).join('')
    case 'ConditionalExpression':
      return [node.consequent, node.alternate].map(branch => rendered(source, branch as Node)).join(' | ')
    case 'TSAsExpression':
      return rendered(source, node.expression as Node)
    case 'Identifier': {
      const value = constant(source, String(node.name))
      return value === undefined ? asSource(source, node) : rendered(source, value)
    }
    default:
      return asSource(source, node)
  }
}

function renderedTemplate(source: Source, { quasis, expressions }: Node): string {
  const parts = (quasis as readonly Node[]).map(({ value }) => (value as { cooked: string }).cooked)
  const values = (expressions as readonly Node[]).map(expression => asSource(source, expression))
  return parts.map((part, index) => part + (values[index] ?? '')).join('')
}

function asSource(source: Source, { start, end }: Node): string {
  return `{${source.text.slice(start, end)}}`
}

/** Finds the value of a `const` that contains a text. */
function constant({ program }: Source, name: string): Node | undefined {
  for (const [node] of nodesOf(program)) {
    if (node.type !== 'VariableDeclarator' || nameOf(node.id) !== name || !isNode(node.init)) continue
    if (isText(node.init) || node.init.type === 'ConditionalExpression') return node.init
  }
  return undefined
}

/** Whether a node is a literal text. */
export function isText(node: Node): boolean {
  return (node.type === 'Literal' && typeof node.value === 'string') || node.type === 'TemplateLiteral'
}
