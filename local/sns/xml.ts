/** The result of an action: texts, maps, lists and structures, as the SDK parses them. */
export type Xml = string | boolean | XmlStructure | readonly Xml[] | ReadonlyMap<string, string>

export interface XmlStructure {
  readonly [name: string]: Xml | undefined
}

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/'

/** Renders the document of an answer. An action without a result gets an empty one. */
export const renderAnswer = (action: string, result: XmlStructure, requestId: string): string =>
  `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${render(result)}</${action}Result>` +
  `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`

export const renderError = (code: string, message: string, status: number, requestId: string): string =>
  `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type>` +
  `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`

const render = (value: Xml): string => {
  if (typeof value === 'string') return escapeXml(value)
  if (typeof value === 'boolean') return String(value)
  if (value instanceof Map)
    return [...value]
      .map(([key, text]) => `<entry><key>${escapeXml(key)}</key><value>${escapeXml(text)}</value></entry>`)
      .join('')
  if (Array.isArray(value)) return value.map((item: Xml) => `<member>${render(item)}</member>`).join('')
  return Object.entries(value)
    .map(([name, item]: [string, Xml | undefined]) => (item === undefined ? '' : `<${name}>${render(item)}</${name}>`))
    .join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escapes a text for XML and HTML, in text and in quoted attributes. Replaces characters that XML does not allow. */
export const escapeXml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, character => ENTITIES[character] ?? character)
