import { escapeXml } from '../sns/xml.ts'

/** A piece of HTML, as opposed to text. */
export interface Html {
  readonly html: string
}

type Part = string | number | Html | undefined | false | readonly Part[]

/** Makes HTML from a template. Escapes every value that is not HTML itself; leaves out undefined and false. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: strings.reduce((text, string, index) => text + render(parts[index - 1]) + string),
})

const render = (part: Part): string => {
  if (part === undefined || part === false) return ''
  if (typeof part === 'string' || typeof part === 'number') return escapeXml(String(part))
  if ('html' in part) return part.html
  return part.map(render).join('')
}

/** The path of the page. */
export const PATH = '/_messenger'

/** A form that carries out an act. `content` has its fields and buttons. */
export const form = (act: string, fields: Readonly<Record<string, string>>, content: Html, more: Html = html``): Html =>
  html`<form method="post" action="${PATH}" ${more}><input type="hidden" name="act" value="${act}">${Object.entries(
    fields,
  ).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}${content}</form>`

/** A form that is one button. `id` keeps the focus when the page renews itself. */
export const button = (
  act: string,
  fields: Readonly<Record<string, string>>,
  label: string | Html,
  { id, name, kind = 'plain' }: { readonly id: string; readonly name?: string; readonly kind?: string },
): Html =>
  form(
    act,
    fields,
    html`<button id="${id}" class="${kind}"${name !== undefined && html` aria-label="${name}"`}>${label}</button>`,
  )
