/**
 * Rewrites a client's module of error classes, which repeats ten lines for each class, as one factory and one line per
 * class. The classes keep their names, faults and other fields. Throws if the module does not have the SDK's usual
 * shape.
 */
export function compactErrors(source: string): string {
  const base = /^import \{[^}]*\bas __BaseException\b[^}]*\} from ["'][^"']+["'];$/m.exec(source)?.[0]
  const classes = source.split(/^export class /m).slice(1)
  if (base === undefined || classes.length === 0) throw new Error('the module does not contain error classes')
  return [base, FACTORY, ...classes.map(compact)].join('\n')
}

const FACTORY = `const error = (name, $fault, fields = []) => class E extends __BaseException {
  name = name;
  $fault = $fault;
  constructor(opts) {
    super({ name, $fault, ...opts });
    Object.setPrototypeOf(this, E.prototype);
    for (const field of fields) this[field] = opts[field];
  }
};`

function compact(source: string): string {
  const [, name] = /^(\w+) extends __BaseException \{/.exec(source) ?? []
  const [, fault] = /\$fault = "(client|server)"/.exec(source) ?? []
  if (name === undefined || fault === undefined) throw new Error('an error class has an unexpected shape')
  // A rare class has an additional property: keep it unchanged.
  if (source.includes('$retryable')) return `export class ${source}`
  const fields = [...source.matchAll(/this\.(\w+) = opts\.\1;/g)].map(([, field]) => field)
  const list = fields.length > 0 ? `, ${JSON.stringify(fields)}` : ''
  return `export const ${name} = /* @__PURE__ */ error("${name}", "${fault}"${list});`
}
