import { type Content, type Endpoint, nameOfRef, type Parameter, type Schemas } from './document.ts'
import { curlOf } from './example.ts'
import { type Html, html, prose } from './html.ts'
import { propertyView, schemaView } from './schema.ts'

/** Renders one operation: summary, callers, parameters, body, answers, errors and an example. */
export function operationView(endpoint: Endpoint, schemas: Schemas): Html {
  const { operationId, method, path, summary, description, parameters = [], requestBody } = endpoint
  return html`<article id="${operationId}" aria-labelledby="${operationId}-title">
    <h3 id="${operationId}-title">${prose(summary ?? operationId)}</h3>
    <p class="route"><span class="method ${method.toLowerCase()}">${method}</span> <code>${breakable(path)}</code></p>
    <p class="who">${description !== undefined && prose(description)} ${accessOf(endpoint)} <span class="id">Operation <code>${operationId}</code></span></p>
    ${parametersView('Path', parameters, 'path')}${parametersView('Query', parameters, 'query')}
    ${
      requestBody &&
      html`<h4>Body</h4>${requestBody.required !== true && html`<p class="type">optional</p>`}${bodyView(requestBody.content, schemas)}`
    }
    ${responsesView(endpoint)}
    <h4>Example</h4>
    <pre tabindex="0" role="region" aria-label="Example of ${operationId}"><code>${curlOf(endpoint, schemas)}</code></pre>
  </article>`
}

function accessOf({ security = [] }: Endpoint): Html {
  const isOpen = security.length === 0 || security.some(scheme => Object.keys(scheme).length === 0)
  return isOpen ? html`Needs no token.` : html`Needs <a href="#authorization">a token</a>.`
}

function parametersView(title: string, parameters: readonly Parameter[], where: string): Html {
  const shown = parameters.filter(parameter => parameter.in === where)
  if (shown.length === 0) return html``
  return html`<h4>${title}</h4>
    <ul class="properties">${shown.map(({ name, schema, required = false }) => propertyView(name, schema, required))}</ul>`
}

function bodyView(content: Content, schemas: Schemas): Html {
  const schema = Object.values(content).at(0)?.schema ?? {}
  return schemaView(schema, schema.$ref === undefined ? schema : schemas[nameOfRef(schema.$ref)])
}

function contentView(content: Content): Html {
  return html`${Object.entries(content).map(([type, { schema }]) => html`<p class="type">${type}</p>${schema && schemaView(schema)}`)}`
}

function responsesView({ responses }: Endpoint): Html {
  const all = Object.entries(responses)
  const done = all.filter(([status]) => status.startsWith('2'))
  const failed = all.filter(([status]) => !status.startsWith('2'))
  return html`<h4>Answer</h4>
    ${done.map(
      ([status, { description, content = {} }]) =>
        html`<p><span class="status ok">${status}</span> ${description !== undefined && prose(description)}</p>${contentView(content)}`,
    )}
    ${
      failed.length > 0 &&
      html`<h4>Errors</h4><p class="type">Each is a <a href="#schema-Problem">Problem</a>.</p>
        <dl class="errors">${failed.map(
          ([status, { description = '' }]) =>
            html`<div><dt><span class="status">${status}</span></dt><dd>${prose(description)}</dd></div>`,
        )}</dl>`
    }`
}

/** Lets a long path break before its slashes. */
function breakable(path: string): Html {
  return html`${path.split('/').map((part, i) => (i === 0 ? part : html`<wbr>/${part}`))}`
}
