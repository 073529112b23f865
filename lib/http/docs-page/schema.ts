import { nameOfRef, type Schema } from './document.ts'
import { type Html, html, joined, prose } from './html.ts'

/**
 * Renders a schema: its type and constraints, then its properties or its variants. `named`: the schema that its
 * reference points to, if the page shows that one here too.
 */
export function schemaView(schema: Schema, named: Schema = schema): Html {
  return html`<p class="type">${typeOf(schema)}${constraintsOf(schema)}</p>
    ${named.description !== undefined && html`<p>${prose(named.description)}</p>`}${partsOf(named)}`
}

/** Renders a property or parameter: name, type, whether it is required, constraints and description. */
export function propertyView(name: string, schema: Schema, isRequired: boolean): Html {
  return html`<li><code class="name">${name}</code> <span class="type">${typeOf(schema)}</span>
    <span class="${isRequired ? 'required' : 'optional'}">${isRequired ? 'required' : 'optional'}</span>${constraintsOf(schema)}
    ${schema.description !== undefined && html`<p>${prose(schema.description)}</p>`}${partsOf(schema)}</li>`
}

/** Renders a type in a few words, with links to named schemas. */
export function typeOf(schema: Schema): Html {
  if (schema.$ref !== undefined) {
    const name = nameOfRef(schema.$ref)
    return html`<a href="#schema-${name}">${name}</a>`
  }
  if ('const' in schema) return html`<code>${JSON.stringify(schema.const)}</code>`
  if (schema.enum)
    return html`${joined(
      schema.enum.map(value => html`<code>${JSON.stringify(value)}</code>`),
      ' | ',
    )}`
  const variants = variantsOf(schema)
  if (variants.every(isBrief) && variants.length > 0) return joined(variants.map(typeOf), ' or ')
  if (variants.length > 0) return html`one of ${variants.length} shapes`
  if (schema.type === 'array') return html`array of ${schema.items ? typeOf(schema.items) : 'anything'}`
  if (isMap(schema)) return html`map of ${mapOf(schema)}`
  return html`${schema.type ?? 'anything'}${schema.format !== undefined && ` (${schema.format})`}`
}

function partsOf(schema: Schema): Html {
  if (schema.type === 'array' && schema.items) return schema.items.$ref === undefined ? partsOf(schema.items) : html``
  const variants = variantsOf(schema)
  if (variants.length > 0 && !variants.every(isBrief))
    return html`<div class="variants">${variants.map(variantView)}</div>`
  if (isMap(schema) && typeof schema.additionalProperties === 'object') return partsOf(schema.additionalProperties)
  const properties = Object.entries(schema.properties ?? {})
  if (properties.length === 0) return html``
  const required = new Set(schema.required)
  return html`<ul class="properties">${properties.map(([name, of]) => propertyView(name, of, required.has(name)))}</ul>`
}

function variantView(variant: Schema, index: number): Html {
  const parts = partsOf(variant)
  const title = html`${labelOf(variant) ?? html`Shape ${index + 1}: ${typeOf(variant)}`}`
  return parts.text === '' ? html`<p>${title}</p>` : html`<details><summary>${title}</summary>${parts}</details>`
}

/** Returns the constant property that identifies a variant: `kind: "message"`. */
function labelOf({ properties = {} }: Schema): Html | undefined {
  const fixed = Object.entries(properties).find(([, schema]) => typeof schema.const === 'string')
  return fixed && html`<code>${fixed[0]}: ${JSON.stringify(fixed[1].const)}</code>`
}

function constraintsOf(schema: Schema): Html {
  const constraints = [
    ...('default' in schema ? [html`default <code>${JSON.stringify(schema.default)}</code>`] : []),
    ...rangeOf(schema.minLength, schema.maxLength, 'characters'),
    ...rangeOf(safely(schema.minimum), safely(schema.maximum), ''),
    ...rangeOf(schema.minItems, schema.maxItems, 'items'),
    // The format says the same as its pattern, in one word.
    ...(schema.pattern !== undefined && schema.format === undefined
      ? [html`matches <code>${schema.pattern}</code>`]
      : []),
  ]
  return html`${constraints.map(constraint => html` <span class="constraint">${constraint}</span>`)}`
}

function rangeOf(from: number | undefined, to: number | undefined, unit: string): readonly Html[] {
  const name = unit === '' ? '' : ` ${unit}`
  if (from !== undefined && to !== undefined) return [html`${from} to ${to}${name}`]
  if (from !== undefined) return [html`at least ${from}${name}`]
  return to === undefined ? [] : [html`at most ${to}${name}`]
}

/** Drops the bounds of safe integers, which every JSON integer has. */
function safely(bound: number | undefined): number | undefined {
  return bound !== undefined && Math.abs(bound) === Number.MAX_SAFE_INTEGER ? undefined : bound
}

function variantsOf({ anyOf, oneOf, allOf }: Schema): readonly Schema[] {
  return anyOf ?? oneOf ?? allOf ?? []
}

/** Says whether the name of a type is enough to show it. */
function isBrief(schema: Schema): boolean {
  return schema.$ref !== undefined || (schema.properties === undefined && variantsOf(schema).length === 0)
}

function isMap({ type, properties, additionalProperties }: Schema): boolean {
  return type === 'object' && properties === undefined && typeof additionalProperties === 'object'
}

function mapOf({ additionalProperties }: Schema): Html {
  return typeof additionalProperties === 'object' ? typeOf(additionalProperties) : html`anything`
}
