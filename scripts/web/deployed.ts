import { CONSOLE_CONFIG_PATH, type ConsoleConfig, WIDGET_CONFIG_PATH, type WidgetConfig } from '../../lib/web/config.ts'
import { cacheControlOf, isHashed, typeOf } from '../../lib/web/files.ts'
import { placeOf } from '../../lib/web/place.ts'
import { readBuiltFiles } from '../../local/web/built-files.ts'

/** A file of the pages in the bucket. */
export interface PageFile {
  /** Its path without the first slash. */
  readonly key: string
  readonly content: Buffer
  readonly type: string
  readonly cacheControl: string
  /** Whether its name contains a hash of its content. Such a file is uploaded once, and kept for some deployments. */
  readonly isHashed: boolean
}

type Outputs = Readonly<Partial<Record<string, string>>>

/**
 * Returns all files of a deployment's pages: the built ones except the demo shop, and the configurations with its
 * addresses.
 */
export async function pageFilesOf(folder: string, outputs: Outputs): Promise<readonly PageFile[]> {
  const built = [...(await readBuiltFiles(folder))].flatMap(([path, { content }]) => {
    const place = placeOf(path)
    const isDeployed = place?.kind === 'file' && place.page !== 'demo'
    return isDeployed ? [pageFile(path, content)] : []
  })
  const { console, widget } = configsOf(outputs)
  return [
    ...built,
    pageFile(CONSOLE_CONFIG_PATH, Buffer.from(JSON.stringify(console))),
    pageFile(WIDGET_CONFIG_PATH, Buffer.from(JSON.stringify(widget))),
  ]
}

function pageFile(path: string, content: Buffer): PageFile {
  const type = typeOf(path)
  if (type === undefined) throw new Error(`${path} has an unknown file type`)
  return { key: path.slice(1), content, type, cacheControl: cacheControlOf(path), isHashed: isHashed(path) }
}

/** Makes the configurations of the pages from a deployment's outputs. */
export function configsOf(outputs: Outputs): { readonly console: ConsoleConfig; readonly widget: WidgetConfig } {
  const output = (name: string): string => {
    const value = outputs[name]
    if (!value) throw new Error(`the stack has no output ${name}`)
    return value
  }
  // The API has the same origin as the pages.
  const widget: WidgetConfig = { socketUrl: output('SocketUrl'), apiUrl: '' }
  const issuer = output('Issuer')
  const isOwnPool = issuer.endsWith(`/${output('UserPoolId')}`)
  return {
    console: {
      issuer,
      clientId: output('ClientId'),
      scope: output('Scope'),
      ...widget,
      ...(isOwnPool && { endSession: { kind: 'cognito', url: `${output('SignInUrl')}/logout` } }),
    },
    widget,
  }
}
